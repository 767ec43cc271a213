/**
 * The documents of the pipeline on which faults are tried: every kind of node, real trainings of a second each, and a utility that is
 * a number, so that no wrong one is hidden.
 */
export const trialDocuments: Record<string, object> = {
  'datasets/tiny.json': {
    factors: { texture: false, colour: true },
    images: { resolution: 16, train: 40, validation: 10, test: 20 },
    shapesPerBucket: 1,
  },
  'pipelines/study.json': {
    question: 'Does it withstand faults?',
    active: true,
    datasets: ['tiny'],
    backbones: [{ name: 'resnet9', width: 0.0625, features: 16 }],
    tasks: ['classification'],
    methods: ['rotation'],
    budgets: { scratch: [5, 10], finetune: [5] },
    seeds: 1,
    augment: { jitter: false, crop: false },
    training: {
      imagesSeen: { perLabel: 1, minimum: 240, maximum: 240 },
      batch: 10,
      peakRate: 0.01,
    },
    // Probes train for a hundred steps however small the network is.
    pretraining: { imagesSeen: 80, batch: 8, probes: false },
    epochMinimum: 8,
    interval: { draws: 200 },
  },
};

/** The name of that pipeline. */
export const TRIAL_PIPELINE = 'study';

/** Changes of the code of stages in a trial workspace: a checkpoint after each step in place of one every 20 s. */
export const TRIAL_CODE = {
  files: ['libs/stages/src/supervised.ts', 'libs/stages/src/pretrain.ts'],
  from: 'checkpointSeconds = 20',
  to: 'checkpointSeconds = 0',
} as const;
