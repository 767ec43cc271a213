import type { JsonObject } from '@nhat/documents';
import { encodeAnswers } from '@nhat/outputs';
import { reportFiles, utilityRows } from '@nhat/report';
import { openStore } from '@nhat/store';
import { collectRecalls } from './collect-recalls';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import type { Ancestry } from './lineage';
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
    const shown = files.get('index.html')!.replace(/<[^>]+>/g, '');
    expect(/20(&nbsp;|\s)% \(6–51\)/.test(shown)).toBe(true);
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

describe('recall by class where seeds have test images of their own', () => {
  /** A run on the test images `images`, of which it has so many of each class and so many right. */
  const run = (n: number, images: string, counts: number[], hits: number[]) => {
    const labels = Uint8Array.from(
      counts.flatMap((count, label) => Array<number>(count).fill(label)),
    );
    const right = Uint8Array.from(
      counts.flatMap((count, label) =>
        Array.from({ length: count }, (_, at) => Number(at < hits[label]!)),
      ),
    );
    const kept = encodeAnswers({ images, right, labels, classes: 3, groups: null });
    const scores = { n, seed: 0, test: 0.5, metric: 'accuracy', answers: { ...kept } };
    return { role: 'run', node: { manifest: { node: `run-${images}`, outputs: { scores } } } };
  };
  const curve = (...upstream: ReturnType<typeof run>[]) => ({ upstream }) as unknown as Ancestry;

  it('is one over the test images of all seeds, and of those that a cell has', () => {
    const scratch = curve(
      run(50, 'a', [30, 10, 0], [15, 5, 0]),
      run(50, 'b', [10, 20, 5], [10, 5, 1]),
      run(100, 'a', [30, 10, 0], [30, 2, 0]),
    );
    const { classes, cells } = collectRecalls([{ arm: 'scratch', curve: scratch }], [], true)!;
    expect(classes.map(({ images }) => images)).toEqual([40, 30, 5]);
    expect(cells).toMatchObject([
      { n: 50, runs: 2, recalls: [25 / 40, expect.closeTo(1 / 3, 9), 1 / 5], images: [40, 30, 5] },
      { n: 100, runs: 1, recalls: [1, 0.2, null], images: [30, 10, 0] },
    ]);
    // (15 + 5) / 40 and (10 + 5 + 1) / 35; (1/2 + 1/2) / 2 and (1 + 1/4 + 1/5) / 3.
    expect(cells[0]!.accuracy).toBeCloseTo((20 / 40 + 16 / 35) / 2, 9);
    expect(cells[0]!.balancedAccuracy).toBeCloseTo((0.5 + 1.45 / 3) / 2, 9);
  });

  it('counts runs on the same test images once', () => {
    const scratch = curve(
      run(50, 'a', [10, 10, 10], [10, 10, 10]),
      run(50, 'a', [10, 10, 10], [0, 0, 0]),
      run(50, 'b', [30, 30, 30], [30, 0, 30]),
    );
    const [cell] = collectRecalls([{ arm: 'scratch', curve: scratch }], [], true)!.cells;
    expect(cell).toMatchObject({ recalls: [35 / 40, 5 / 40, 35 / 40], images: [40, 40, 40] });
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
