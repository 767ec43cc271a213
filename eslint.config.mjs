import tseslint from 'typescript-eslint';

/** The architecture, one line a library: what it may import besides itself. `tasks/registry`: that file of `tasks` only. */
const mayUse = {
  spec: [],
  random: [],
  artifacts: ['spec'],
  store: ['artifacts', 'spec'],
  engine: ['artifacts', 'spec'],
  render: ['spec', 'random'],
  views: ['random'],
  models: ['engine', 'random', 'spec'],
  train: ['engine', 'random', 'spec'],
  pretext: ['models', 'train', 'views', 'engine', 'random', 'spec'],
  tasks: ['models', 'train', 'views', 'engine', 'random', 'spec'],
  evaluations: ['engine', 'models', 'random', 'spec', 'tasks', 'train', 'views'],
  curves: ['random'],
  outputs: ['curves', 'spec'],
  report: ['curves', 'spec'],
  runner: ['artifacts', 'store', 'spec'],
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
    'render',
    'spec',
    'tasks',
    'train',
    'views',
  ],
  collect: [
    'artifacts',
    'curves',
    'evaluations/registry',
    'outputs',
    'pretext/registry',
    'report',
    'runner',
    'spec',
    'store',
    'tasks/registry',
  ],
  plan: ['spec', 'models', 'pretext', 'tasks', 'evaluations'],
  workspace: ['artifacts', 'plan', 'spec'],
  commands: [
    'artifacts',
    'collect',
    'engine',
    'plan',
    'render',
    'report',
    'runner',
    'spec',
    'stages',
    'store',
    'workspace',
  ],
  'nx-plugin': ['artifacts', 'commands', 'plan', 'runner', 'spec', 'store', 'workspace'],
  bench: [
    'artifacts',
    'commands',
    'engine',
    'models',
    'plan',
    'pretext',
    'random',
    'render',
    'runner',
    'spec',
    'stages',
    'tasks',
    'train',
    'views',
    'workspace',
  ],
};

/** Libraries that touch files, clocks, processes and terminals; the others are pure. */
const edges = [
  'artifacts',
  'store',
  'runner',
  'stages',
  'collect',
  'workspace',
  'nx-plugin',
  'engine',
  'commands',
  'bench',
];

const boundary = (lib) => {
  const forbidden = Object.keys(mayUse).filter(
    (other) => other !== lib && !mayUse[lib].includes(other),
  );
  const message = `${lib} may import only: ${mayUse[lib].join(', ') || 'nothing'} (eslint.config.mjs).`;
  const files = mayUse[lib].filter((name) => name.includes('/'));
  const partly = files.map((name) => name.split('/')[0]);
  const wholly = forbidden.filter((other) => !partly.includes(other));
  const patterns = [
    { group: wholly.flatMap((other) => [`@nhat/${other}`, `@nhat/${other}/*`]), message },
    ...files.map((name) => ({ regex: `^@nhat/${name.replace('/', '(/(?!')}$).*)?$`, message })),
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
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'No clock in a pure library.' },
      ],
    },
  },
  ...Object.keys(mayUse).map(boundary),
);
