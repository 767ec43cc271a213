/** @jest-config-loader esbuild-register */
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

/**
 * The tests in three tiers, one line a tier: `npx jest --selectProjects unit` takes seconds and needs no engine, `tensor`
 * computes on every engine that this machine has, and `system` starts processes, Nx too.
 */
const tiers: Record<string, string[]> = {
  unit: [
    'documents',
    'random',
    'augment',
    'render',
    'sources',
    'curves',
    'claims',
    'outputs',
    'report',
  ],
  tensor: [
    'engine',
    'models',
    'train',
    'pretext',
    'tasks',
    'evaluations',
    'stages',
    'plan',
    'decide',
    'bench',
  ],
  system: [
    'artifacts',
    'live',
    'timing',
    'packs',
    'store',
    'slurm',
    'runner',
    'faults',
    'collect',
    'workspace',
    'commands',
    'site',
    'generators',
    'nx-plugin',
  ],
};

// Packages published as ES modules only; Jest runs CommonJS, so these are transformed too.
const esModules = [
  'hyparquet[a-z-]*',
  'hysnappy',
  'marked',
  'd3-[a-z-]+',
  'vega[a-z-]*',
  'internmap',
  'delaunator',
  'robust-predicates',
];

const shared: Config = {
  testEnvironment: 'node',
  // Its own folder would be one of temporary files, which `npm test` deletes.
  cacheDirectory: `${__dirname}/.nhat/jest`,
  testMatch: ['**/*.spec.ts'],
  setupFiles: [`${__dirname}/tools/jest-environment.cjs`],
  moduleNameMapper: {
    '^vega-canvas$': '<rootDir>/node_modules/vega-canvas/build/vega-canvas.browser.js',
    '^@nhat/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@nhat/([^/]+)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
  },
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  // In the sandbox of Jest a global costs a slow look-up at each use, which makes code for pixels four times slower.
  sandboxInjectedGlobals: [
    ...['Array', 'Float32Array', 'Float64Array', 'Int32Array', 'Math', 'Number', 'Object'],
    ...['Uint16Array', 'Uint32Array', 'Uint8Array'],
  ],
};

const config: Config = {
  projects: Object.entries(tiers).map(([displayName, libraries]) => ({
    ...(shared as object),
    displayName,
    roots: libraries.map((library) => `<rootDir>/libs/${library}`),
  })),
  testSequencer: `${__dirname}/tools/test-sequencer.cjs`,
  // Suites start processes of their own, and wait for them: two suites leave a fifth of two cores unused, three a tenth, and four save nothing more.
  maxWorkers: Math.max(3, Math.ceil(availableParallelism() / 2)),
  // Far more than any test takes, so that a busy machine fails none.
  testTimeout: 300_000,
};

export default config;
