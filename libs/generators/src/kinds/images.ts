import type { Kind } from '../kind';

const dataset = (path: string) => ({
  $schema: '../libs/documents/schema/dataset.schema.json',
  source: { name: 'folder', path },
  images: { resolution: 32 },
});

const pipeline = (name: string) => ({
  $schema: '../libs/documents/schema/pipeline.schema.json',
  question: `Does rotation pretraining save labels on ${name}? (Replace this by your question.)`,
  cost: 'Minutes on 2 cores for ten thousand images.',
  expected: '',
  datasets: [name],
  backbones: [{ name: 'resnet9', width: 0.25 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets: { scratch: [25, 50, 100, 200], finetune: [25, 50, 100] },
  seeds: 2,
  training: { imagesSeen: { perLabel: 50, minimum: 4000, maximum: 10_000 }, batch: 32 },
  pretraining: { imagesSeen: 40_000, batch: 64 },
  decision: { labels: 100, labelPrice: 0.2, hourPrice: 0.5 },
});

/** A dataset of the user's own images, and a small question about it. */
export const images: Kind = {
  files: ({ name }, _, { path = `../${name}` }) => ({
    [`datasets/${name}.json`]: JSON.stringify(dataset(String(path)), null, 2),
    [`pipelines/${name}.json`]: JSON.stringify(pipeline(name), null, 2),
  }),
  next: ({ name }) => [
    `datasets/${name}.json says where the images are: "path", "table", "unlabelled" (docs/own-images.md)`,
    `pipelines/${name}.json › decision has example prices: put your labels and prices there, or leave a price out`,
    `npx nx check ${name}     # what the files hold, and which label budgets there are`,
    `npx nx plan ${name}      # what would run`,
    `npx nx utility ${name}`,
  ],
};
