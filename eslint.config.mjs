import tseslint from 'typescript-eslint';

/** The architecture, one line a library: what it may import besides itself. `tasks/registry`: that file of `tasks` only. */
const mayUse = {
  documents: [],
  random: [],
  artifacts: ['documents'],
  packs: ['artifacts', 'documents'],
  store: ['artifacts', 'packs', 'documents'],
  engine: ['artifacts', 'documents'],
  render: ['documents', 'random'],
  sources: ['artifacts', 'render', 'documents'],
  augment: ['random', 'documents'],
  models: ['engine', 'random', 'documents'],
  train: ['engine', 'random', 'documents'],
  pretext: ['models', 'train', 'augment', 'engine', 'random', 'documents'],
  tasks: ['models', 'train', 'augment', 'engine', 'random', 'documents'],
  evaluations: ['engine', 'models', 'random', 'documents', 'tasks', 'train', 'augment'],
  curves: ['random'],
  claims: ['curves', 'documents', 'random'],
  outputs: ['curves', 'documents'],
  report: ['claims', 'curves', 'documents'],
  live: ['artifacts', 'documents'],
  slurm: ['artifacts', 'documents'],
  runner: [
    'artifacts',
    'engine/processor',
    'live',
    'store',
    'slurm',
    'sources/registry',
    'workspace/bundle-code',
    'documents',
  ],
  faults: ['artifacts', 'store', 'runner', 'slurm', 'random', 'workspace', 'documents'],
  stages: [
    'runner',
    'evaluations',
    'outputs',
    'artifacts',
    'curves',
    'engine',
    'models',
    'pretext',
    'random',
    'sources',
    'documents',
    'tasks',
    'train',
    'augment',
  ],
  collect: [
    'claims',
    'artifacts',
    'curves',
    'evaluations/registry',
    'models/registry',
    'outputs',
    'pretext/registry',
    'random',
    'report',
    'runner',
    'documents',
    'sources/registry',
    'store',
    'tasks/registry',
  ],
  plan: [
    'claims/registry',
    'documents',
    'augment',
    'models',
    'pretext',
    'sources',
    'tasks',
    'evaluations',
  ],
  decide: [
    'claims',
    'curves',
    'documents',
    'outputs',
    'plan',
    'random',
    'report/number-format',
    'report/outcome',
  ],
  timing: ['artifacts', 'live', 'plan', 'runner', 'documents'],
  workspace: ['artifacts', 'plan', 'documents'],
  generators: [
    'documents',
    'report/wrapped-lines',
    'sources',
    'stages/imaging/border-of-pixels',
    'workspace',
  ],
  site: ['artifacts', 'documents', 'plan', 'report', 'workspace'],
  commands: [
    'artifacts',
    'augment/lab',
    'collect',
    'decide',
    'engine',
    'faults',
    'live',
    'models/torch-layout',
    'packs',
    'plan',
    'report',
    'runner',
    'slurm',
    'documents',
    'site',
    'sources',
    'stages',
    'store',
    'timing',
    'workspace',
  ],
  'nx-plugin': [
    'artifacts',
    'commands',
    'live',
    'plan',
    'runner',
    'documents',
    'store',
    'timing',
    'workspace',
  ],
  bench: [
    'artifacts',
    'commands',
    'engine',
    'models',
    'plan',
    'pretext',
    'random',
    'runner',
    'sources',
    'documents',
    'stages',
    'store',
    'tasks',
    'train',
    'augment',
    'workspace',
  ],
};

/** Libraries that touch files, clocks, processes and terminals; the others are pure. */
const edges = [
  'artifacts',
  'packs',
  'store',
  'live',
  'slurm',
  'runner',
  'timing',
  'faults',
  'sources',
  'stages',
  'collect',
  'workspace',
  'nx-plugin',
  'engine',
  'commands',
  'site',
  'generators',
  'bench',
];

const clock = { object: 'Date', property: 'now', message: 'No clock in a pure library.' };

/** An engine may answer late, so values are awaited: `read` and `readResults` of @nhat/engine. */
const syncReads = ['dataSync', 'arraySync', 'bufferSync'].map((property) => ({
  property,
  message: 'Await read(…) or readResults(…) of @nhat/engine: an engine may answer late.',
}));

const boundary = (lib) => {
  const forbidden = Object.keys(mayUse).filter(
    (other) => other !== lib && !mayUse[lib].includes(other),
  );
  const message = `${lib} may import only: ${mayUse[lib].join(', ') || 'nothing'} (eslint.config.mjs).`;
  const files = mayUse[lib].filter((name) => name.includes('/'));
  const partly = [...new Set(files.map((name) => name.split('/')[0]))];
  const exceptFiles = (other) => {
    const allowed = files.filter((name) => name.startsWith(`${other}/`));
    const paths = allowed.map((name) => name.slice(other.length + 1));
    return `^@nhat/${other}(/(?!(${paths.join('|')})$).*)?$`;
  };
  const wholly = forbidden.filter((other) => !partly.includes(other));
  const patterns = [
    { group: wholly.flatMap((other) => [`@nhat/${other}`, `@nhat/${other}/*`]), message },
    ...partly.map((other) => ({ regex: exceptFiles(other), message })),
    { group: ['../../*'], message: 'Import another library by its name, @nhat/<library>.' },
  ];
  if (!edges.includes(lib)) {
    patterns.push({
      group: ['node:*', '!node:crypto', '!node:util'],
      message: `${lib} is pure: no files or processes.`,
    });
  }
  if (lib !== 'engine') {
    patterns.push({
      group: ['@tensorflow/*'],
      message: 'Only engine knows TensorFlow.js.',
      allowTypeImports: true,
    });
  }
  return {
    files: [`libs/${lib}/src/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.nx', '.nhat', 'artifacts', 'reports', 'libs/*/goldens'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration[exported=null]', message: 'Export names one by one.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Take a Stream from @nhat/random.',
        },
      ],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: edges.map((lib) => `libs/${lib}/**`).concat('**/*.spec.ts'),
    rules: { 'no-console': 'error', 'no-restricted-properties': ['error', clock] },
  },
  ...Object.keys(mayUse)
    .filter((lib) => lib !== 'engine')
    .map((lib) => ({
      files: [`libs/${lib}/src/**/*.ts`],
      ignores: ['**/*.spec.ts', '**/testing/**'],
      rules: {
        'no-restricted-properties': [
          'error',
          ...(edges.includes(lib) ? syncReads : [clock, ...syncReads]),
        ],
      },
    })),
  ...Object.keys(mayUse).map(boundary),
);
