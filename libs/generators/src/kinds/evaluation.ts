import type { Kind } from '../kind';

/** A head whose answer is the class with the nearest mean of features: x·m − |m|²/2 is largest for it. */
export const evaluation: Kind = {
  registry: 'libs/evaluations/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/evaluations/src/${name}.ts`]: `
import { detached } from '@nhat/models';
import type { EvaluationOptions } from '@nhat/documents';
import type { FrozenHead } from './evaluation';
import { imageFeatures } from './frozen-features';

export const ${camel}Options = {
  type: 'object',
  description: 'The class whose labelled images have the nearest mean of features.',
  properties: {},
} as const satisfies EvaluationOptions;

/** A linear head that is computed, not trained: the answer of class k is x·m − |m|²/2, where m is the mean of its features. */
export const ${camel}: FrozenHead = {
  wrapBackbone: detached,
  async fit(network) {
    const { rows, targets } = await imageFeatures(network);
    if (targets.kind !== 'classes') throw new Error('${name}: the task has no classes');
    const [weight, bias] = network.heads.shapes();
    const head = headOfMeans(rows.values, targets.of, weight!.shape as [number, number]);
    network.heads.load([
      { ...weight!, values: head.weight },
      { ...bias!, values: head.bias },
    ]);
    return { loss: null };
  },
};

/** \`values\`: a row of features for each label; the weight is \`[features, classes]\`. A class without labels never wins. */
export function headOfMeans(
  values: Float32Array,
  labels: Uint8Array,
  [features, classes]: readonly [number, number],
): { weight: Float32Array; bias: Float32Array } {
  const sizes = new Float32Array(classes);
  for (const label of labels) sizes[label]! += 1;
  const weight = new Float32Array(features * classes);
  values.forEach((value, at) => {
    const label = labels[Math.floor(at / features)]!;
    weight[(at % features) * classes + label]! += value / sizes[label]!;
  });
  const squares = new Float32Array(classes);
  weight.forEach((value, at) => (squares[at % classes]! += value * value));
  const bias = squares.map((square, k) => (sizes[k] === 0 ? -1e6 : -square / 2));
  return { weight, bias };
}
`,
    [`libs/evaluations/src/${name}.spec.ts`]: `
import { headOfMeans } from './${name}';

it('answers with the class of the nearest mean; a class without labels never wins', () => {
  const values = Float32Array.of(0, 0, 2, 0, 0, 6);
  const { weight, bias } = headOfMeans(values, Uint8Array.of(0, 0, 1), [2, 3]);
  const answer = (x: number, y: number) => {
    const scores = [...bias].map((shift, k) => x * weight[k]! + y * weight[3 + k]! + shift);
    return scores.indexOf(Math.max(...scores));
  };
  // The means are (1, 0) and (0, 6).
  expect([answer(1, 0), answer(3, 1), answer(0, 6), answer(-1, 4), answer(0, 0)]).toEqual([
    0, 0, 1, 1, 0,
  ]);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/evaluations/src/registry.ts',
      lines: `import { ${camel}Options } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/evaluations/src/registry.ts',
      lines: `  ${key}: { options: ${camel}Options, trained: false, needs: 'classes' },`,
      at: { before: '} satisfies EvaluationRegistry' },
    },
  ],
  next: ({ name }) => [
    'npx jest libs/evaluations',
    `A pipeline names it under "evaluations": ["finetune", "${name}"].`,
  ],
};
