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

/** Names a package with native code and never loads it: such a stage needs a process of its own. */
const NATIVE = `if (config.seed === 'none') await import('sharp');`;

const images = (first: string): string => `
export const images = () => ({
  run: async ({ config }) => {
    ${first}
    const { source, resolution } = config;
    const counts = { train: 2560, validation: 0, test: 100 };
    const lab = { mean: [0, 0, 0], std: [1, 1, 1] };
    const classes = ['a', 'b'];
    const scores = { classes, truths: ['label'], counts, resolution, lab, borderRotationAccuracy: 0.25 };
    return { blobs: {}, scores: { ...scores, seed: source.seed } };
  },
});
`;

const pretrain = (first: string): string => `
export const pretrain = () => async ({ config }) => {
  ${first}
  return { blobs: {}, scores: { loss: 1, accuracy: 0.5, seed: config.seed } };
};
`;

/** A learning curve of its own for each dataset, arm and seed, so that another factor gives other bytes. */
const supervised = (first: string): string => `
export const supervised = () => async ({ config, upstream }) => {
  ${first}
  const { n, seed, arm, dataset } = config;
  const text = [dataset, arm, ...upstream.map(({ outputs }) => outputs.scores.seed)].join();
  const shift = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, seed);
  const test = Math.log10(n + (arm === 'scratch' ? 0 : 40)) / 4 + shift / 10000;
  return { blobs: {}, scores: { n, seed, test, train: 1, fitted: true } };
};
`;

/**
 * Sources that replace the work of the grid's nodes, path → text: images, pretraining and training become a formula,
 * which runs in a process of its own, as they do, or as the plain code that it is. Documents, plan, plugin, bundles, runner,
 * store, curves, utilities and report stay as they are.
 */
export function trivialCode(ownProcesses: boolean): Record<string, string> {
  const first = ownProcesses ? NATIVE : '';
  return Object.fromEntries([
    ...parts('pretext', 'methods', ['north', 'east', 'south', 'west']),
    ...parts('models', 'backbones', ['plain']),
    ...parts('tasks', 'tasks', ['guess']),
    ['libs/stages/src/images.ts', images(first)],
    ['libs/stages/src/pretrain.ts', pretrain(first)],
    ['libs/stages/src/supervised.ts', supervised(first)],
  ]);
}
