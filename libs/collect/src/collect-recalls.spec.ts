import type { JsonObject } from '@nhat/documents';
import { encodeAnswers } from '@nhat/outputs';
import { reportFiles, utilityRows } from '@nhat/report';
import { openStore } from '@nhat/store';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import { classNames } from './task-metrics';
import { finishedPipeline } from './testing/finished-pipeline';

const labels = Uint8Array.from({ length: 40 }, (_, at) => (at < 30 ? 0 : 1));
const right = Uint8Array.from(labels, (label, at) => Number(label === 0 ? at < 27 : at < 32));
const answers = encodeAnswers({ images: 'label-1', right, labels, classes: 2, groups: null });
const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.35, 100: 0.45 } },
};

async function reported(scores: JsonObject) {
  const { root, record } = await finishedPipeline([{ ...study, scores }]);
  const ends = readAncestry(root, record.utilities);
  return collectReport(ends, record, openStore(root, {}), () => {});
}

describe('recall by class', () => {
  it('is collected for every arm and budget, shown, and written beside the page', async () => {
    const report = await reported({ answers: { ...answers } });
    const [panel] = report.panels;
    expect(panel!.testImages).toEqual({ images: 40, groups: null });
    expect(panel!.recalls!.classes).toEqual([
      { name: 'square', images: 30 },
      { name: 'disc', images: 10 },
    ]);
    expect(panel!.recalls!.cells.map(({ arm, n, runs }) => [arm, n, runs])).toEqual([
      ...[50, 100, 200].map((n) => ['scratch', n, 2]),
      ...[50, 100].map((n) => ['rotation', n, 2]),
    ]);
    expect(panel!.recalls!.cells[0]).toMatchObject({
      ...{ accuracy: 29 / 40, recalls: [0.9, 0.2], balancedAccuracy: 0.55 },
    });
    expect(utilityRows(report)[0]).toMatchObject({
      ...{ scratchBalancedAccuracy: 0.55, finetunedBalancedAccuracy: 0.55, testImages: 40 },
    });
    const files = new Map(
      (await reportFiles(report, () => Promise.resolve('<svg></svg>'))).map(
        ({ path, content }) => [path, content] as const,
      ),
    );
    const rows = JSON.parse(files.get('recall.json')!) as JsonObject[];
    expect(rows).toHaveLength(10);
    expect(rows[1]).toMatchObject({
      ...{ arm: 'scratch', n: 50, class: 'disc', images: 10, recall: 0.2 },
      // Wilson, 2 of 10.
      ...{ low: expect.closeTo(0.0567, 3) as number, high: expect.closeTo(0.5098, 3) as number },
    });
    expect(/20(&nbsp;|\s)% \(6–51\)/.test(files.get('index.html')!)).toBe(true);
  });

  it('is nowhere without answers, and intervals say that they do not hold test images', async () => {
    const report = await reported({});
    expect(report.panels[0]).not.toHaveProperty('recalls');
    expect(report.panels[0]!.testImages).toBeNull();
    expect(utilityRows(report)[0]).toMatchObject({
      ...{ scratchBalancedAccuracy: null, finetunedBalancedAccuracy: null, testImages: null },
    });
    const files = await reportFiles(report, () => Promise.resolve('<svg></svg>'));
    const page = files.at(-1)!.content;
    expect(files.map(({ path }) => path)).not.toContain('recall.json');
    expect(page.includes('id="recall"')).toBe(false);
    expect(/choice of test images is not in/.test(page)).toBe(true);
  });
});

describe('the names of classes', () => {
  it('are those of the task where it has its own, and of objects where it learns these', () => {
    const objects = ['square', 'disc'];
    expect(classNames('classification', objects)).toEqual(objects);
    expect(classNames('pose', objects)).toHaveLength(5);
    expect(classNames('pose', objects)[0]).toBe('upright');
    expect([classNames('segmentation', objects), classNames('gone', objects)]).toEqual([[], []]);
  });
});
