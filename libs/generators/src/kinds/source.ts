import type { Kind } from '../kind';

/** Noise of three brightnesses, which a file outside the workspace may give. */
export const source: Kind = {
  registry: 'libs/sources/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/sources/src/${name}.ts`]: `
import { readFileSync } from 'node:fs';
import type { SourceEntry } from '@nhat/documents';
import { fileIngredient } from './file-ingredient';
import type { ImageSource } from './source';

export const ${camel}Source: SourceEntry = {
  options: {
    type: 'object',
    description: 'Noise of three brightnesses.',
    properties: {
      file: {
        type: 'string',
        default: '',
        description: 'Path of a file whose bytes are the brightness of each class; else they are 40, 100 and 160.',
      },
    },
  },
  truths: () => ['label'],
  ingredients: async ({ source: { file } }) =>
    file === '' ? [] : [await fileIngredient('brightnesses', String(file))],
  words: { about: 'Noise, of three brightnesses.' },
};

/** Each image depends on its split and its number alone, because shards are made in any order. */
export const ${camel}: ImageSource = {
  open({ source, resolution }) {
    const values = resolution * resolution * 3;
    const file = String(source['file']);
    const bright = file === '' ? [40, 100, 160] : readFileSync(file);
    return {
      classes: ['dark', 'grey', 'light'],
      images(split, first, count) {
        const label = Uint8Array.from({ length: count }, (_, at) => (first + at) % 3);
        const pixels = Uint8Array.from({ length: count * values }, (_, at) => {
          const noise = noiseAt(first * values + at + 1000 * split.length);
          return bright[label[Math.floor(at / values)]!]! + noise;
        });
        return { split, first, count, resolution, pixels, label };
      },
    };
  },
};

/** 0 … 30. */
const noiseAt = (number: number): number => (number * 7919) % 31;
`,
    [`libs/sources/src/${name}.spec.ts`]: `
import { ${camel}, ${camel}Source } from './${name}';
import { describeSource } from './testing/describe-source';

const config = {
  ...{ dataset: 'set', resolution: 16, counts: { train: 12, validation: 0, test: 6 } },
  source: { name: '${name}', file: '' },
};

describeSource('${name}', ${camel}Source, ${camel}, config);

it('makes classes of different brightness', async () => {
  const place = { root: process.cwd(), environment: process.env };
  const { images } = await ${camel}.open(config, place);
  const { pixels } = await images('train', 0, 3);
  const means = [0, 1, 2].map((i) => {
    const image = pixels.subarray(i * 768, (i + 1) * 768);
    return image.reduce((sum, value) => sum + value, 0) / image.length;
  });
  expect(means[1]! - means[0]!).toBeCloseTo(60, -1);
  expect(means[2]! - means[1]!).toBeCloseTo(60, -1);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/sources/src/registry.ts',
      lines: `import { ${camel}Source } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/sources/src/registry.ts',
      lines: `  ${key}: ${camel}Source,`,
      at: { before: '};' },
    },
  ],
  next: ({ name }) => [
    'npx jest libs/sources',
    `A dataset names it: { "source": { "name": "${name}" }, "images": { "train": 300, "validation": 30, "test": 90 } }.`,
  ],
};
