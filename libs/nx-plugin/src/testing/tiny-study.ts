/** The smallest pipeline that has every kind of node: 40 images of 16 px, a network of a few hundred weights, steps one can count. */
export const tinyStudy = {
  'datasets/tiny.json': {
    factors: { texture: false, colour: true },
    images: { resolution: 16, train: 40, validation: 10, test: 20 },
    shapesPerBucket: 1,
  },
  'pipelines/study.json': {
    question: 'Does it run?',
    active: true,
    datasets: ['tiny'],
    backbones: [{ name: 'resnet9', width: 0.03125, features: 8 }],
    tasks: ['classification'],
    methods: ['rotation'],
    budgets: { scratch: [10, 20], finetune: [10] },
    seeds: 1,
    training: { imagesSeen: { perLabel: 1, minimum: 16, maximum: 24 }, batch: 8 },
    // Probes train for a hundred steps however small the network is.
    pretraining: { imagesSeen: 16, batch: 8, probes: false },
    epochMinimum: 8,
    interval: { draws: 200 },
  },
};
