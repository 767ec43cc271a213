const options = `{ type: 'object', description: 'None.', additionalProperties: false, properties: {} }`;

const part = (name: string): string =>
  `export const ${name}Options = ${options} as const;\nexport const ${name} = {};\n`;

const registry = (group: string, names: readonly string[]): string =>
  [
    ...names.map((name) => `import { ${name}Options } from './${name}';`),
    `export const ${group} = {`,
    ...names.map((name) => `  ${name}: { options: ${name}Options },`),
    '};\n',
  ].join('\n');

const parts = (library: string, group: string, names: readonly string[]) => [
  [`libs/${library}/src/registry.ts`, registry(group, names)],
  ...names.map((name) => [`libs/${library}/src/${name}.ts`, part(name)]),
];

const render = `
export const run = async () => ({
  blobs: {},
  scores: { classes: ['a', 'b'], borderRotationAccuracy: 0.25 },
});
`;

const pretrain = `
export const pretrain = () => async ({ config }) => ({
  blobs: {},
  scores: { loss: 1, accuracy: 0.5, seed: config.seed },
});
`;

/** A learning curve of its own for each dataset, arm and seed, so that another factor gives other bytes. */
const supervised = `
export const supervised = () => async ({ config, upstream }) => {
  const { n, seed, arm, dataset } = config;
  const text = [dataset, arm, ...upstream.map(({ config }) => config.seed)].join();
  const shift = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, seed);
  const test = Math.log10(n + (arm === 'scratch' ? 0 : 40)) / 4 + shift / 10000;
  return { blobs: {}, scores: { n, seed, test, train: 1, fitted: true } };
};
`;

/**
 * Sources that replace the work of the grid's nodes, path → text: rendering, pretraining and training become a formula.
 * Documents, plan, plugin, bundles, runner, store, curves, utilities and report stay as they are.
 */
export const trivialCode: Record<string, string> = Object.fromEntries([
  ...parts('pretext', 'methods', ['north', 'east', 'south', 'west']),
  ...parts('models', 'backbones', ['plain']),
  ...parts('tasks', 'tasks', ['guess']),
  ['libs/stages/src/render.ts', render],
  ['libs/stages/src/pretrain.ts', pretrain],
  ['libs/stages/src/supervised.ts', supervised],
]);
