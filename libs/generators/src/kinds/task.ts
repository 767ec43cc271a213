import type { Kind } from '../kind';

/** Says whether the number of the class is odd. */
export const task: Kind = {
  registry: 'libs/tasks/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/tasks/src/${name}.ts`]: `
import type { OptionSchema } from '@nhat/documents';
import { classMetrics } from './class-counts';
import { commonestShare } from './constant-score';
import { taskModule } from './task';
import type { TaskFacts } from './task';
import { createTopOne } from './top-one';

export const ${camel}Options = {
  type: 'object',
  description: 'Says whether the number of the class is odd; top-1 accuracy.',
  properties: {},
} as const satisfies OptionSchema;

export const ${camel}Facts = {
  options: ${camel}Options,
  truth: 'label',
  metric: 'accuracy',
  higherIsBetter: true,
  fittedAt: 0.9,
} as const satisfies TaskFacts;

/** 1 for odd labels, 0 for even ones. */
export const remainders = (labels: Uint8Array): Uint8Array => labels.map((label) => label % 2);

/** A head on the features; cross-entropy; share of images whose answer is right. */
export const ${camel} = /* @__PURE__ */ taskModule(${camel}Facts, {
  constantScore: commonestShare,
  create(_, context) {
    const { loss, answers } = createTopOne(context, '${name}', 2);
    return {
      targets: ({ truth }) => ({ kind: 'classes', of: remainders(truth), classes: 2 }),
      loss: ({ images, truth }) => loss(images, remainders(truth)),
      counts: async ({ images, truth }) => (await answers(images, remainders(truth))).counts,
      answers: ({ images, truth }) => answers(images, remainders(truth)),
      metrics: classMetrics,
    };
  },
});
`,
    [`libs/tasks/src/${name}.spec.ts`]: `
import { remainders } from './${name}';

it('turns the classes into odd and even', () => {
  expect([...remainders(Uint8Array.of(0, 1, 2, 9))]).toEqual([0, 1, 0, 1]);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/tasks/src/registry.ts',
      lines: `import { ${camel}Facts } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/tasks/src/registry.ts',
      lines: `  ${key}: { ...${camel}Facts, metrics: { accuracy, balancedAccuracy } },`,
      at: { before: '} satisfies Registry;' },
    },
    {
      file: 'docs/tasks.md',
      lines: `| \`${name}\` | \`label\` | features → 2 | cross-entropy | \`accuracy\` | \`balancedAccuracy\` | the most frequent class | not in the paper |`,
      at: { afterLast: /^\| `([^|]*\|){8}$/ },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/tasks libs/plan/src/every-task.spec.ts -t ${name}`,
    `A pipeline names it under "tasks": ["${name}"]. docs/tasks.md has a row for it.`,
  ],
};
