import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { generateIn } from '@nhat/nx-plugin/testing/generate-in';
import { TestWorkspace } from '@nhat/nx-plugin/testing/test-workspace';
import { tinyStudy } from '@nhat/nx-plugin/testing/tiny-study';
import { generators } from '../generators.json';
import { generate } from './generate';
import { kinds } from './kinds';
import type { KindName } from './kinds';

const root = join(__dirname, '../../..');
const names = Object.keys(kinds) as KindName[];
const nameOf = (kind: KindName) => `my-${kind}`;

/** The files besides registries that the generators change. */
const LISTS = [
  ...['libs/render/src/factors.ts', 'libs/render/src/scene/scene.ts'],
  ...['libs/report/src/page/sections.ts', 'libs/engine/src/engines/index.ts'],
  ...['libs/store/src/backend-list.ts', 'libs/runner/src/launchers/index.ts'],
];

/** What a program printed that failed; empty for one that did not. */
const failed = ({ status, output }: { status: number | null; output: string }): string =>
  status === 0 ? '' : `status ${status}: ${output}`;

/** The documents as editors want them. */
const withSchemas = (documents: Record<string, object>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(documents).map(([file, body]) => {
      const kind = file.split('s/')[0]!;
      return [file, { $schema: `../libs/documents/schema/${kind}.schema.json`, ...body }];
    }),
  );

/** A copy of the workspace with the documentation and the tests that new entries must pass. */
function workspaceWithTests(): TestWorkspace {
  const workspace = new TestWorkspace(withSchemas(tinyStudy));
  const specs = ['pretext', 'tasks', 'models', 'sources', 'evaluations']
    .map((library) => `libs/${library}/src/registry.spec.ts`)
    .concat(['pretext', 'tasks'].map((library) => `libs/${library}/src/docs.spec.ts`))
    .concat('libs/commands/src/schema-files.spec.ts', 'libs/augment/src/read-batch.spec.ts')
    .concat('libs/claims/src/scenarios.spec.ts', 'libs/sources/src/rendered.spec.ts')
    .concat('libs/sources/src/folder.spec.ts')
    .concat('datasets/shapes-tc.json', 'libs/report/src/page.spec.ts', 'libs/report/goldens');
  for (const file of ['jest.config.ts', 'docs', '.prettierrc.json', '.prettierignore', ...specs]) {
    cpSync(join(root, file), workspace.path(file), { recursive: true });
  }
  return workspace;
}

/** Runs a program of the installed packages in the copy. */
function runIn(workspace: TestWorkspace, script: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', script), ...args],
    { cwd: workspace.folder, encoding: 'utf8', env: { ...process.env, NHAT_STORE: '' } },
  );
  return { status, output: stdout + stderr };
}

describe('the generators', () => {
  let workspace: TestWorkspace;
  let before: string[];
  const files = () =>
    ['libs', 'docs', 'pipelines', 'datasets'].flatMap((folder) =>
      readdirSync(workspace.path(folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /my-/.test(file))
        .map((file) => `${folder}/${file}`),
    );

  /** What is refused is refused before anything is written. */
  const refused = (kind: KindName, name: string) =>
    expect(
      generate(kind, new FsTree(workspace.folder, false), {
        name,
        ...(kind === 'images' && { path: 'datasets' }),
      }),
    ).rejects;

  beforeAll(() => {
    workspace = workspaceWithTests();
    workspace.writeJson('datasets/some/folder/nested.json', {
      $schema: '../../../libs/documents/schema/dataset.schema.json',
    });
    before = files();
  });
  afterAll(() => workspace.dispose());

  it('are those that Nx lists', () => {
    expect(before).toEqual([]);
    expect(Object.keys(generators).sort()).toEqual([...names].sort());
    const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    for (const kind of names) expect(contributing).toContain(`nx g ${kind} `);
  });

  it('are found by Nx under their short names, and list what they would write', () => {
    const { status, output } = workspace.nx(['g', 'method', 'spin-twice', '--dry-run']);
    expect(failed({ status, output })).toBe('');
    expect(output).toContain('CREATE libs/pretext/src/spin-twice.ts');
    expect(output).toContain('UPDATE libs/pretext/src/registry.ts');
    expect(files()).toEqual([]);
  });

  it('end with one message for a name that cannot be', () => {
    const { status, output } = workspace.nx(['g', 'task', 'Spin Twice']);
    expect(status).not.toBe(0);
    expect(output).toMatch(/nx g task: not a name \(got "Spin Twice"; expected small letters/);
    expect(output).not.toMatch(/^\s+at |--verbose/m);
  });

  it.each<[KindName, string, RegExp]>([
    ['method', 'rotation', /taken \(got "rotation".*libs\/pretext\/src\/rotation\.ts/],
    ['evaluation', 'finetune', /taken .*registry\.ts/],
    ['evaluation', 'freeze', /taken .*freeze\.ts/],
    ['augmentation', 'flip', /taken/],
    ['source', 'rendered', /taken/],
    ['claim', 'falls-with-labels', /taken/],
    ['backbone', 'resnet9-pair', /taken/],
    ['section', 'expected', /taken .*expected-vs-found\.ts/],
    ['section', 'page', /taken/],
    ['factor', 'texture', /taken/],
    ['engine', 'native', /taken/],
    ['store', 'http', /taken .*backend-list\.ts/],
    ['launcher', 'slurm', /taken/],
    ['pipeline', 'study', /taken .*pipelines\/study\.json/],
    ['pipeline', 'engine', /named like a library/],
    ['dataset', 'tiny', /taken/],
    ['images', 'study', /taken .*pipelines\/study\.json/],
    ['images', 'engine', /named like a library/],
    ['task', 'delete', /a word of JavaScript.*my-delete/],
    ['task', 'task-module', /that libs\/tasks\/src\/task-module\.ts uses.*my-task-module/],
    ['method', 'half-turned', /that libs\/pretext\/src\/half-turned\.ts uses/],
    ['method', 'every-second', /that libs\/pretext\/src\/every-second\.ts uses/],
    ['evaluation', 'head-of-means', /that .*\/head-of-means\.ts uses/],
    ['source', 'noise-at', /that .*\/noise-at\.ts uses/],
    ['source', 'config', /that .*\/config\.spec\.ts uses/],
    ['source', 'images', /that .*\/images\.spec\.ts uses/],
    ['task', 'remainders', /that .*\/remainders\.ts uses/],
    ['claim', 'at-largest-budget', /that .*\/at-largest-budget\.ts uses/],
    ['claim', 'settings', /that .*\/settings\.spec\.ts uses/],
    ['claim', 'stream', /that .*\/stream\.(spec\.)?ts uses/],
    ['claim', 'claims', /that libs\/claims\/src\/registry\.ts uses/],
    ['dataset', 'nested', /taken .*datasets\/some\/folder\/nested\.json/],
    ['images', 'nested', /taken .*datasets\/some\/folder\/nested\.json/],
    ['pipeline', 'a'.repeat(61), /too long for a name, 61 characters .*at most 60/],
    ['dataset', 'a'.repeat(61), /too long for a name, 61 characters .*at most 60/],
    ['method', '', /not a name/],
    ['method', '../x', /not a name/],
  ])('refuse a %s named %j', async (kind, name, message) => {
    await refused(kind, name).toThrow(message);
  });

  it('say so where the place for an entry is gone', async () => {
    const registry = 'libs/sources/src/registry.ts';
    const old = workspace.read(registry);
    workspace.write(registry, old.replace(/^};$/m, ''));
    await refused('source', 'my-source').toThrow(/registry\.ts: the place/);
    workspace.write(registry, old);
  });

  it('write things whose tests, types and format are right at once', () => {
    generateIn(workspace, names);
    const written = files();
    for (const kind of names) {
      expect(written.some((file) => file.includes(nameOf(kind)))).toBe(true);
    }
    const formatted = runIn(workspace, 'prettier/bin/prettier.cjs', [
      ...['--check', 'docs', ...written],
      ...['libs/*/src/registry.ts', 'libs/models/src/testing', 'libs/claims/src/testing'],
      ...LISTS,
    ]);
    expect(failed(formatted)).toBe('');
    const project = {
      extends: './tsconfig.base.json',
      include: written.concat('libs/*/src/registry.ts', LISTS),
    };
    workspace.writeJson('tsconfig.json', { ...project, compilerOptions: { noEmit: true } });
    const types = runIn(workspace, 'typescript/bin/tsc', ['-p', 'tsconfig.json']);
    expect(failed(types)).toBe('');
    const tests = runIn(workspace, 'jest/bin/jest.js', [
      ...['--maxWorkers=1', '--testTimeout=300000', '--silent'],
      ...['/my-', 'registry.spec', 'docs.spec', 'schema-files', 'read-batch', 'scenarios.spec'],
      'report/src/page.spec',
    ]);
    expect(failed(tests)).toBe('');
  });

  it('write a pipeline that can be planned', () => {
    expect(failed(workspace.nx(['plan', 'my-pipeline']))).toBe('');
  });
});
