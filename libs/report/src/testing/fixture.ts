import { learningCurve } from '@nhat/curves';
import type { LearningCurve, Run } from '@nhat/curves';
import type { DatasetFacts } from '../dataset-facts';
import type { Comparison, Panel, PretrainingFacts, Report, RunOrigin, Setting } from '../report';
import { claimsFixture } from './claims';
import { accuracy, delta125 } from './metrics';
import { compared } from './compared';
import { samples } from './samples';
import { withOverview } from './study-of-report';

/**
 * TEST FIXTURE: figures of early miniature runs, entered by hand to develop and test the report. They are no result of this
 * project, because they come from another renderer and another engine, and most cells ran once.
 */

/** n: mean in percent, standard deviation of the runs (two seeds) or none (one seed), train accuracy. */
type Arm = Record<number, [mean: number, sd?: number | undefined, train?: number]>;

/** Every seed of a finetuned arm has a network of its own. */
function runsOf(arm: Arm, isFinetuned = false): Run[] {
  return Object.entries(arm).flatMap(([budget, [mean, sd, train = 1]]) => {
    const offsets = sd === undefined ? [0] : [-sd / Math.SQRT2, sd / Math.SQRT2];
    return offsets.map((offset, seed) => ({
      n: Number(budget),
      seed,
      value: Math.round(10 * (mean + offset)) / 1000,
      train,
      fitted: train >= 0.9,
      pretraining: isFinetuned ? seed : null,
    }));
  });
}

/** Run origins with a training length proportional to the budget. */
const originsOf = ({ points }: LearningCurve): RunOrigin[] =>
  points.flatMap(({ n, runs }) =>
    runs.map(({ seed, pretraining }) => ({
      ...{ n, seed, pretraining },
      imagesSeen: Math.min(160_000, Math.max(20_000, 50 * n)),
    })),
  );

const networksOf = ({ points }: LearningCurve): number =>
  new Set(points.flatMap(({ runs }) => runs.map(({ pretraining }) => pretraining))).size;

function panel(
  names: Pick<Panel, 'dataset' | 'backbone' | 'task'>,
  scratchArm: Arm,
  methods: Record<string, Arm>,
): Panel {
  const scratch = learningCurve('scratch', runsOf(scratchArm), true);
  const curves = Object.entries(methods).map(([method, arm]) =>
    learningCurve(method, runsOf(arm, true), true),
  );
  const { scratchBand, arms } = compared(scratch, curves, { chance: 0.1, draws: 2000 });
  const comparisons = arms.map((arm): Comparison => {
    const method = arm.curve.arm;
    const leaks = method === 'rotation' && { leaksThroughBorder: true as const };
    return {
      method,
      ...leaks,
      ...arm,
      pretrained: networksOf(arm.curve),
      pretrainingSeconds: 180,
      origins: originsOf(arm.curve),
    };
  });
  return {
    ...names,
    backboneOptions: { width: 0.25, features: 256 },
    metric: accuracy,
    chance: 0.1,
    classes: 10,
    scratch,
    scratchBand,
    comparisons,
    origins: originsOf(scratch),
    precisions: ['float32'],
  };
}

const small = { backbone: 'resnet9', task: 'classification' };

const tc = panel(
  { dataset: 'shapes-tc', ...small },
  { 50: [49.1, 2.81], 100: [67.3, 5.83], 200: [84.2, 3.16], 400: [91.5] },
  { rotation: { 50: [66.8, 5.66], 100: [79.4, 2.78], 200: [88.6] } },
);

const panels: Panel[] = [
  panel(
    { dataset: 'shapes-tcvl', ...small },
    {
      100: [19.6, 0.14],
      200: [25.7, 1.52],
      400: [32.1, 1.86],
      800: [44.2, 2.67, 0.885],
      1600: [58.1, undefined, 0.905],
      3200: [69.5, undefined, 0.926],
    },
    {
      rotation: {
        100: [28.1, 1.5],
        200: [34.9, 0.53],
        400: [44.1, 1.84],
        800: [53.3, 0.64, 0.986],
        1600: [63.2, undefined, 0.959],
      },
      simclr: { 100: [23.8], 400: [34.5] },
      vae: { 100: [19.9], 400: [30.7] },
    },
  ),
  tc,
  panel(
    { dataset: 'shapes-v-unlit', ...small },
    { 50: [51.0], 100: [63.5], 200: [73.0] },
    { rotation: { 50: [54.8], 100: [63.9], 200: [73.7] } },
  ),
  panel(
    { dataset: 'shapes-tcvl', backbone: 'resnet9', task: 'pose' },
    { 100: [24.9], 400: [28.7], 1600: [34.7, undefined, 0.611] },
    { rotation: { 100: [27.3], 400: [31.6] }, simclr: { 100: [24.3], 400: [27.9] } },
  ),
];

const dataset = (name: string, words: string, border: number): DatasetFacts => ({
  name,
  about:
    'Synthetic images of ten classes of objects, rendered for this study. The shapes of the test images never occur in training.',
  words,
  hasLabels: true,
  resolution: 32,
  counts: { train: 12_000, validation: 1000, test: 4000 },
  borderRotationAccuracy: border,
  borderRotationAccuracyOfCnn: border,
  samples,
  sampleAlt: 'Samples of class',
});

const pretraining = (
  name: string,
  method: string,
  [loss, accuracy, seconds]: [number, number | null, number],
  probes: PretrainingFacts['probes'] = [],
): PretrainingFacts => ({
  dataset: name,
  backbone: 'resnet9',
  method,
  seed: 0,
  imagesSeen: 200_000,
  loss,
  accuracy,
  probes,
  seconds,
});

const setting = (arm: string, of: string, steps: [number, number]): Setting => ({
  ...{ arm, backbone: 'resnet9', of, imagesSeen: steps },
  schedule: { batch: 64, peakRate: 0.003, finalRate: 0.000001, warmup: 0.025, weightDecay: 0.0001 },
  ...{ augment: ['jitter', 'grey', 'flip', 'crop', 'cutout'], precision: 'float32' },
});

const digest = (start: string) => start.repeat(64 / start.length);

/** A report with several datasets, tasks and methods, points censored on both sides, a single seed and an unfitted budget. */
export const gridFixture: Report = withOverview({
  name: 'test-fixture',
  question:
    'TEST FIXTURE: where does pretraining save labels, on which data and with which method?',
  cost: 'About an hour on 2 cores.',
  expected: 'Utility falls with the label budget; rotation leads on classification.',
  inversion: 'isotonic',
  coverage: 0.95,
  panels,
  claims: claimsFixture,
  datasets: [
    dataset(
      'shapes-tcvl',
      'Texture, colour, viewpoint and lighting vary between images; lit background.',
      0.287,
    ),
    dataset('shapes-tc', 'Texture and colour vary between images; lit background.', 0.931),
    dataset('shapes-v-unlit', 'Viewpoint varies between images; unlit background.', 0.493),
  ],
  pretrainings: [
    pretraining('shapes-tcvl', 'rotation', [0.553, 0.779, 239]),
    pretraining('shapes-tcvl', 'simclr', [2.81, null, 296]),
    pretraining('shapes-tcvl', 'vae', [0.44, null, 180]),
    pretraining(
      'shapes-tc',
      'rotation',
      [0.11, 0.962, 120],
      [
        { task: 'classification', metric: accuracy, linear: 0.412, mlp: 0.533 },
        { task: 'depth', metric: delta125, linear: 0.701, mlp: 0.745, randomLinear: 0.31 },
      ],
    ),
    pretraining('shapes-v-unlit', 'rotation', [0.2, 0.927, 120]),
  ],
  clock: { seconds: 1830, machines: 2 },
  stages: [
    {
      stage: 'images',
      nodes: 3,
      seconds: 164,
      clock: { seconds: 150, machines: 1 },
      parts: { write: 4 },
      images: 51_000,
      imagesPerSecond: 310,
    },
    {
      stage: 'pretrain',
      nodes: 5,
      seconds: 955,
      parts: { start: 10, data: 25, train: 900, evaluate: 15, write: 2 },
      images: 1_000_000,
      imagesPerSecond: 870,
    },
    {
      stage: 'scratch',
      nodes: 19,
      seconds: 1122,
      parts: { start: 38, data: 30, train: 1000, evaluate: 50, write: 1 },
      images: 860_000,
      imagesPerSecond: 850,
    },
    {
      stage: 'finetune',
      nodes: 25,
      seconds: 967,
      parts: { start: 50, data: 30, train: 830, evaluate: 55, write: 1 },
      images: 740_000,
      imagesPerSecond: 865,
    },
    {
      stage: 'curve',
      nodes: 11,
      seconds: 1.1,
      parts: { write: 0 },
      images: null,
      imagesPerSecond: null,
    },
    {
      stage: 'utility',
      nodes: 7,
      seconds: 2.4,
      parts: { write: 0 },
      images: null,
      imagesPerSecond: null,
    },
  ],
  settings: [
    setting('pretraining', 'rotation', [200_000, 200_000]),
    setting('scratch', 'classification', [20_000, 160_000]),
    setting('finetuning', 'classification', [20_000, 80_000]),
  ],
  provenance: {
    checkout: { commit: '0123456789abcdef0123456789abcdef01234567', changed: true },
    command: 'npx nx utility test-fixture',
    newest: '2026-01-01T00:00:10.000Z',
    engines: ['native, TensorFlow 2.21.0, one thread a process'],
    precision: ['float32'],
    runtimes: ['Node.js 20.19.0'],
    processors: [
      { model: 'Processor 9000', networks: 12 },
      { model: null, networks: 1 },
    ],
    nodes: [
      {
        name: 'utility-shapes-tcvl-rotation-resnet9-classification-00000000',
        actionKey: digest('0a1b2c3d'),
        outputs: digest('4e5f6071'),
        code: digest('8293a4b5'),
      },
    ],
  },
});

/** A report with one dataset and one method, as in the quickstart. */
export const singleFixture: Report = withOverview({
  ...gridFixture,
  name: 'test-fixture-single',
  question: 'TEST FIXTURE: how many labels does rotation pretraining save on textured shapes?',
  expected: 'Utility around 1 at 50 and 100 labels, falling with more labels.',
  cost: 'A few minutes on 2 cores.',
  panels: [tc],
  claims: [],
  datasets: [gridFixture.datasets[1]!],
  pretrainings: [gridFixture.pretrainings[3]!],
});
