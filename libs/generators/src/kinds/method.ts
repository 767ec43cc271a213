import type { Kind } from '../kind';

const RULE = '10 points above chance';

/** Names of half turns: as rotation, with two turns. */
export const method: Kind = {
  registry: 'libs/pretext/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/pretext/src/${name}.ts`]: `
import { rotate90 } from '@nhat/augment';
import type { OptionSchema } from '@nhat/documents';
import { readResults, tensor1d, tensor4d } from '@nhat/engine';
import { linear } from '@nhat/models';
import type { Stream } from '@nhat/random';
import { classified } from '@nhat/train';
import type { HeldOutBatch, MethodFacts, PretextModule } from './pretext';

export const ${camel}Options = {
  type: 'object',
  description: 'Says whether an image is upside down.',
  properties: {},
} as const satisfies OptionSchema;

export const ${camel}Facts: MethodFacts<typeof ${camel}Options> = {
  options: ${camel}Options,
  views: 1,
  leaksThroughBorder: true,
  learning: {
    ...{ check: 'halfTurns', label: 'accuracy of the half turns', rule: '${RULE}' },
    ...{ higherIsBetter: true, unit: 'share', range: [0, 1] },
  },
  pretraining: { peakRate: 5e-4, finalRate: 1e-5, weightDecay: 1e-4 },
};

/** Half of each batch is turned by 180°; a linear layer on the features says which images; cross-entropy. */
export const ${camel}: PretextModule<typeof ${camel}Options> = {
  facts: ${camel}Facts,
  create(_, { backbone, heads }) {
    const head = linear(heads, '${name}', backbone.features, 2);
    return {
      loss(batch) {
        const { images, turned } = halfTurned(batch);
        const pass = backbone.forward(images(), { training: true, want: ['features', 'map'] });
        return { ...classified(head(pass.features), tensor1d(turned, 'int32')), ...pass };
      },
      async measureLearning(batches) {
        let [right, count] = [0, 0];
        for (const batch of batches) {
          const { images, turned } = halfTurned(batch);
          const [logits] = await readResults(() => [
            head(backbone.forward(images(), { training: false, want: ['features'] }).features),
          ]);
          turned.forEach((answer, i) => {
            if (Number(logits![2 * i + 1]! > logits![2 * i]!) === answer) right += 1;
          });
          count += turned.length;
        }
        const threshold = 0.5 + Math.max(0.1, 1.5 / Math.sqrt(count));
        return { value: right / count, chance: 0.5, threshold: Math.min(1, threshold) };
      },
    };
  },
};

/** The images of a batch, of which every second one in a random order is turned; \`turned\`: 1 for these, else 0. */
function halfTurned({ views, stream }: HeldOutBatch) {
  const [view] = views;
  const turned = everySecond(view!.count, stream.fork('turns'));
  const { values, count, size, channels } = rotate90(
    view!,
    turned.map((turn) => 2 * turn),
  );
  return { turned, images: () => tensor4d(values, [count, size, size, channels]) };
}

/** 0 or 1 for each of \`count\` images, each equally often, in random places. */
export function everySecond(count: number, stream: Stream): Int32Array {
  const turned = new Int32Array(count);
  stream.permutation(count).forEach((image, at) => {
    turned[image] = at % 2;
  });
  return turned;
}
`,
    [`libs/pretext/src/${name}.spec.ts`]: `
import { stream } from '@nhat/random';
import { everySecond } from './${name}';

it('turns half of the images, and others from another stream', () => {
  const one = everySecond(12, stream('one'));
  expect([...one].filter((turn) => turn === 1)).toHaveLength(6);
  expect(everySecond(12, stream('one'))).toEqual(one);
  expect(everySecond(12, stream('other'))).not.toEqual(one);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/pretext/src/registry.ts',
      lines: `import { ${camel}Facts } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/pretext/src/registry.ts',
      lines: `  ${key}: ${camel}Facts,`,
      at: { before: '} satisfies Record<string, MethodFacts>;' },
    },
    {
      file: 'docs/methods.md',
      lines: `| \`${name}\` | say whether the image is upside down: half of each batch is turned by 180°; cross-entropy | 1 | 5e-4 → 1e-5, decay 1e-4 | | not in the paper |`,
      at: { afterLast: /^\| `([^|]*\|){6}$/ },
    },
    {
      file: 'docs/methods.md',
      lines: `| \`${name}\` | accuracy of the half turns, not augmented | 1/2 | ${RULE} |`,
      at: { afterLast: /^\| `([^|]*\|){4}$/ },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/pretext libs/stages/src/every-method.spec.ts -t ${name}`,
    `A pipeline names it under "methods": ["${name}"]. docs/methods.md has two rows for it.`,
  ],
};
