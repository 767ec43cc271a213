import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@nhat/store';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import { finishedPipeline } from './testing/finished-pipeline';
import type { StudyResults } from './testing/finished-pipeline';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4 },
  methods: { rotation: { 50: 0.4 } },
};
/** 200 values, as many as a training keeps. */
const losses = Array.from({ length: 200 }, (_, at) => 2 - at / 200);

async function collected(studies: StudyResults[], spoil: (root: string) => void = () => {}) {
  const { root, record } = await finishedPipeline(studies);
  spoil(root);
  const warnings: string[] = [];
  const warn = (line: string) => void warnings.push(line);
  const store = openStore(root, {});
  const report = await collectReport(readAncestry(root, record.utilities), record, store, warn);
  return { trainings: report.trainings!, warnings };
}

it('reads the losses of every training once, thinned to 40 means', async () => {
  const { trainings, warnings } = await collected([{ ...study, losses }]);
  expect(warnings).toEqual([]);
  expect(trainings.map(({ task, method, n, seed }) => [task, method, n, seed])).toEqual([
    [null, 'rotation', null, 0],
    ...[50, 100].flatMap((n) => [0, 1].map((seed) => ['classification', null, n, seed])),
    ...[0, 1].map((seed) => ['classification', 'rotation', 50, seed]),
  ]);
  for (const course of trainings) {
    expect(course).toMatchObject({ dataset: 'shapes-t', backbone: 'resnet9', steps: 600 });
    expect(course.losses).toHaveLength(40);
    expect(course.losses[0]).toBeCloseTo((2 + 1.995 + 1.99 + 1.985 + 1.98) / 5, 5);
    expect(course.losses.at(-1)).toBeCloseTo(1.015, 5);
  }
});

it('keeps the few losses of a short training as they are', async () => {
  const { trainings } = await collected([{ ...study, losses: [2, 1.5, 1] }]);
  expect(trainings[0]).toMatchObject({ steps: 9, losses: [2, 1.5, 1] });
});

it('names the evaluation, and the networks with random weights', async () => {
  const evaluation = { name: 'mlp' };
  const mlp = { ...study, evaluation, randomWeights: { 50: 0.2 }, losses };
  const { trainings } = await collected([mlp]);
  const methods = [...new Set(trainings.map(({ method }) => method))];
  expect(methods).toEqual(['rotation', null, 'rotation (mlp)', 'random weights (mlp)']);
});

it('has no courses where trainings keep no losses', async () => {
  expect(await collected([study])).toEqual({ trainings: [], warnings: [] });
});

it('says once that losses are missing in the store', async () => {
  const { trainings, warnings } = await collected([{ ...study, losses }], (root) => {
    const blobs = join(root, '.nhat/store/cas');
    readdirSync(blobs).forEach((name) => rmSync(join(blobs, name), { recursive: true }));
    expect(existsSync(blobs)).toBe(true);
  });
  expect(trainings).toEqual([]);
  expect(warnings.filter((line) => line.includes('losses'))).toEqual([
    expect.stringMatching(/^report: the losses of 7 of 7 trainings are missing \(\S+ and others\)/),
  ]);
});
