import type { Kind } from '../kind';

const LIST = 'libs/engine/src/engines/index.ts';

/** Plain JavaScript with a backend of its own, whose values arrive late as those of a graphics card do: an engine of the tests. */
const MODEL = 'libs/engine/src/testing/slow-read.ts';

export const engine: Kind = {
  registry: LIST,
  files: ({ name, camel }, read) => ({
    [`libs/engine/src/engines/${name}.ts`]: read(MODEL)
      .replaceAll('slow-read', name)
      .replaceAll('slowRead', camel)
      .replaceAll('../engines/cpu', './cpu'),
    [`libs/engine/src/engines/${name}.spec.ts`]: `
import { square, tensor1d } from '@tensorflow/tfjs-core';
import { openEngine } from '../open-engine';
import { read } from '../read';
import { ${camel} } from './${name}';

it('computes, and gives the values to those who await them', async () => {
  const { name, backend } = await openEngine({ engine: ${camel} });
  expect([name, backend]).toEqual(['${name}', '${name}']);
  const squares = square(tensor1d([1, -2, 3]));
  expect(() => squares.dataSync()).toThrow(/at once/);
  expect([...(await read([squares]))[0]!]).toEqual([1, 4, 9]);
});
`,
  }),
  insertions: ({ name, camel }) => [
    { file: LIST, lines: `import { ${camel} } from './${name}';`, at: 'imports' },
    { file: LIST, lines: `, ${camel}];`, at: { instead: /,?\s*\];/ } },
  ],
  next: ({ name }) => [
    `npx jest libs/engine/src/engines -t ${name}`,
    `NHAT_ENGINE=${name} npx nx doctor engine`,
    `NHAT_ENGINE=${name} npx nx utility smoke   # it is taken only by name while it says automatic: false`,
  ],
};
