import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { userError } from '@nhat/documents';
import type { Kind } from '../kind';

const dataset = (places: Places) => ({
  $schema: '../libs/documents/schema/dataset.schema.json',
  source: { name: 'folder', ...places },
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

/** Where the images of a dataset are, as its document says it. */
interface Places {
  path: string;
  unlabelled?: string[];
}

/**
 * Where the images in a folder are: in the folders `labelled` and `unlabelled` where it has the first, else in itself. Throws a
 * UserError when there is no such folder; without a path it may come later.
 */
function placesIn(root: string, given: string | undefined, name: string): Places {
  const path = (given ?? `../${name}`).replace(/(?<=.)\/+$/, '');
  const start = process.env['NHAT_DATA'] || root;
  const folder = isAbsolute(path) ? path : resolve(start, path);
  if (!existsSync(folder)) {
    if (given === undefined) return { path };
    throw userError('nx g images', 'no such folder', {
      got: given,
      expected: 'the folder of the images, or one packed file, as --path=../photos',
      advice: `It would be ${folder}.`,
    });
  }
  const folders = statSync(folder).isDirectory()
    ? readdirSync(folder).filter((inner) => statSync(join(folder, inner)).isDirectory())
    : [];
  const labelled = folders.find((inner) => /^labell?ed$/i.test(inner));
  const unlabelled = folders.find((inner) => /^unlabell?ed$/i.test(inner));
  if (labelled === undefined) return { path };
  return {
    path: `${path}/${labelled}`,
    ...(unlabelled !== undefined && { unlabelled: [`${path}/${unlabelled}`] }),
  };
}

/** A dataset of the user's own images, and a small question about it. */
export const images: Kind = {
  files: ({ name }, _, { path, root }) => ({
    [`datasets/${name}.json`]: JSON.stringify(
      dataset(placesIn(root, path === undefined ? undefined : String(path), name)),
      null,
      2,
    ),
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
