import type { Kind } from '../kind';

/** A plain network of four convolutions in three stages. */
export const backbone: Kind = {
  registry: 'libs/models/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/models/src/${name}.ts`]: `
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption, widthOption } from './backbone-options';
import { createNetwork } from './network';
import { downBlock, scaledChannels, stemBlock } from './network-shape';
import type { NetworkShape } from './network-shape';

export const ${camel}Options = {
  type: 'object',
  description: 'Plain network of four convolutions; height and width divisible by 8.',
  properties: {
    width: widthOption('Multiplies the channels 32, 64, 128 and 256.'),
    features: featuresOption,
  },
} as const satisfies OptionSchema;

export const ${camel}Stages = ['1', '2', '3'];

export function ${camel}Shape(
  { width, features }: OptionValues<typeof ${camel}Options>,
  channels: number,
): NetworkShape {
  const of = (base: number) => scaledChannels(base, width);
  return {
    stages: ${camel}Stages,
    blocks: [
      stemBlock({ in: channels, out: of(32) }),
      downBlock('down1', 0, { in: of(32), out: of(64) }),
      downBlock('down2', 1, { in: of(64), out: of(128) }),
      downBlock('down3', 2, { in: of(128), out: of(256) }),
    ],
    features,
    local: { coarse: 'down3', fine: 'down2' },
  };
}

/** Stem, three convolutions that halve the side, linear to \`features\` at every position, global average. */
export const ${camel}: BackboneModule<typeof ${camel}Options> = {
  options: ${camel}Options,
  create: (options, { weights, channels }) =>
    createNetwork(${camel}Shape(options, channels), weights),
};
`,
    [`libs/models/src/${name}.spec.ts`]: `
import { openEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import { ${camel} } from './${name}';
import { backbones } from './registry';
import { createWeights } from './weights';

beforeAll(() => openEngine());

it('has as many parameters as the registry says', () => {
  const options = { width: 0.25, features: 16 };
  const weights = createWeights(stream(1));
  ${camel}.create(options, { weights, channels: 3 });
  const sizes = weights
    .shapes()
    .filter(({ trainable }) => trainable)
    .map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  weights.dispose();
  const { parameters } = backbones['${name}'];
  expect(parameters(options, 3)).toBe(sizes.reduce((sum, size) => sum + size, 0));
});

it('takes nearly four times the work at twice the width', () => {
  const { macs } = backbones['${name}'];
  const of = (width: number) => macs({ width, features: 16 }, { size: 32, channels: 3 });
  expect(of(1) / of(0.5)).toBeGreaterThan(3);
  expect(of(1) / of(0.5)).toBeLessThan(4);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/models/src/registry.ts',
      lines: `import { ${camel}Options, ${camel}Shape, ${camel}Stages } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/models/src/registry.ts',
      lines: `  ${key}: {
    options: ${camel}Options,
    stages: ${camel}Stages.length,
    gives: outputNames(${camel}Stages),
    macs: (options, { size, channels }) => macs(${camel}Shape(options as never, channels), size),
    parameters: (options, channels) => parameterCount(${camel}Shape(options as never, channels)),
    check: ({ width }) => withoutChannels(32, Number(width)),
  },`,
      at: { before: '} satisfies Registry;' },
    },
    {
      file: 'libs/models/src/testing/small-backbones.ts',
      lines: `import { ${camel} } from '../${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/models/src/testing/small-backbones.ts',
      lines: `  {
    ...{ name: '${name}', label: '${name}', scale: 1 / 8, fineScale: 1 / 4 },
    create: (features, weights) => ${camel}.create({ width, features }, { weights, channels }),
  },`,
      at: { before: '];' },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/models -t ${name}`,
    `A pipeline names it under "backbones": [{ "name": "${name}", "width": 0.25 }].`,
  ],
};
