import type { Kind } from '../kind';

const document = {
  $schema: '../libs/documents/schema/dataset.schema.json',
  factors: { texture: true, colour: true, viewpoint: false, lighting: false },
  images: { train: 10_000, validation: 1_000, test: 3_000 },
};

export const dataset: Kind = {
  files: ({ name }) => ({ [`datasets/${name}.json`]: JSON.stringify(document, null, 2) }),
  next: ({ name }) => [
    `npx nx sheet render   # reports/sheets/${name}-….png shows its images`,
    `A pipeline names it under "datasets": ["${name}"].`,
  ],
};
