import type { Kind } from '../kind';

/** Mirrors top and bottom. */
export const augmentation: Kind = {
  registry: 'libs/augment/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/augment/src/${name}.ts`]: `
import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';

export const ${camel}Options = {
  type: 'object',
  description: 'Mirror top and bottom, for 1 of 2 images.',
  properties: { probability: probabilityOption(0.5) },
} as const satisfies OptionSchema;

interface Draws {
  /** Pixels per side. */
  size: number;
  /** \`[count]\`: 1 = this image is mirrored. */
  mirrored: Uint8Array;
}

/** Top and bottom change places. It is off unless a document asks for it, so that nothing runs again. */
export const ${camel}: AugmentationModule<typeof ${camel}Options, Draws> = {
  name: '${name}',
  options: ${camel}Options,
  default: false,
  draw: ({ probability }, batch) => ({
    size: batch.size,
    mirrored: drawSwitches(probability, batch),
  }),
  place({ top, down, ...rest }, { size, mirrored }, i) {
    if (mirrored[i] === 0) return { ...rest, top, down };
    return { ...rest, top: top + down * (size - 1), down: -down };
  },
};
`,
    [`libs/augment/src/${name}.spec.ts`]: `
import { stream } from '@nhat/random';
import { labReader } from './lab';
import { readBatch } from './read-batch';
import { nothing, planOf } from './testing/plans';

const read = labReader({ mean: [50, 0, 0], std: [20, 10, 10] });

it('mirrors top and bottom of about half of the images, and leaves the others as they are', () => {
  const [count, size] = [40, 4];
  const source = stream('pixels');
  const pixels = Uint8Array.from({ length: count * size * size * 3 }, () => source.integer(256));
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const plan = planOf({ ...nothing, '${name}': true }, { count, size, stream: stream('plan') });
  const plain = readBatch({ count, size, pixels }, order, read).values;
  const changed = readBatch({ count, size, pixels }, order, read, plan).values;
  const row = (values: Float32Array, i: number, y: number) =>
    values.subarray((i * size + y) * size * 3, (i * size + y + 1) * size * 3);
  let mirrored = 0;
  for (let i = 0; i < count; i++) {
    const isMirrored = String(row(changed, i, 0)) !== String(row(plain, i, 0));
    mirrored += isMirrored ? 1 : 0;
    for (let y = 0; y < size; y++) {
      expect(row(changed, i, y)).toEqual(row(plain, i, isMirrored ? size - 1 - y : y));
    }
  }
  expect(mirrored).toBeGreaterThan(count / 4);
  expect(mirrored).toBeLessThan((3 * count) / 4);
});
`,
  }),
  insertions: ({ name, camel }) => [
    {
      file: 'libs/augment/src/registry.ts',
      lines: `import { ${camel} } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/augment/src/registry.ts',
      lines: name === camel ? `  ${camel},` : `  '${name}': ${camel},`,
      at: { before: '} satisfies Record<string, AugmentationModule>;' },
    },
  ],
  next: ({ name }) => [
    'npx jest libs/augment',
    `A pipeline switches it on with "augment": { "${name}": true }. Augmentations are applied in the order of the registry.`,
  ],
};
