import type { Kind } from '../kind';

const document = (name: string) => ({
  $schema: '../libs/documents/schema/pipeline.schema.json',
  question: `How many labels does rotation pretraining save? (${name}: replace this by your question.)`,
  cost: 'Under a minute on 2 cores.',
  expected:
    'Numbers without meaning: the networks are far too small and their training is too short.',
  datasets: ['shapes-tc'],
  images: { resolution: 32, train: 400, validation: 100, test: 200 },
  backbones: [{ name: 'resnet9', width: 0.125, features: 32 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets: { scratch: [20, 50, 100], finetune: [20, 50] },
  seeds: 2,
  training: { imagesSeen: { perLabel: 16, minimum: 640, maximum: 1600 }, batch: 32 },
  pretraining: { imagesSeen: 1600, batch: 32 },
});

/** Small enough to see whether the question is asked as it should be. */
export const pipeline: Kind = {
  files: ({ name }) => ({
    [`pipelines/${name}.json`]: JSON.stringify(document(name), null, 2),
  }),
  next: ({ name }) => [
    `npx nx plan ${name}      # what would run`,
    `npx nx utility ${name}   # under a minute`,
    'Then change datasets, methods, budgets and lengths: an editor completes every key.',
    'Its networks are too small for an answer. For one in minutes, write { "extends": "quickstart", "question": …, and what you change }.',
  ],
};
