import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { artifactWriter } from '@nhat/collect/testing/artifact-writer';
import { writtenManifest } from '@nhat/runner/written-manifest';

const NODE = 'utility-of-something';

/** A clone of a repository with one result, and a user of its own. */
function clone() {
  const folder = temporaryFolder('nx-copies');
  const root = join(folder, 'workspace');
  mkdirSync(root);
  writeFileSync(join(root, 'nx.json'), '{}');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://example.org/team/study.git');
  const parts = { config: {}, upstream: [], outputs: { blobs: {}, scores: { test: 0.5 } } };
  artifactWriter(root).add(NODE, 'utility', parts);
  const key = writtenManifest(root, NODE)!.actionKey;
  const home = join(folder, 'home');
  mkdirSync(home);
  const usual = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const entry = 'libs/commands/src/testing/find-nx-copy.ts';
  return {
    ...{ home, key, path: (name: string) => join(root, name) },
    /** Puts the result where Nx keeps it after a task. */
    keep: (cache: string) =>
      cpSync(join(root, 'artifacts', NODE), join(cache, '1234567890', 'artifacts', NODE), {
        recursive: true,
      }),
    find(environment: Record<string, string> = {}, wanted = key) {
      const env = { ...Object.fromEntries(usual), HOME: home, ...environment };
      const args = ['tools/load.cjs', entry, root, NODE, wanted];
      const text = execFileSync(process.execPath, args, { env, encoding: 'utf8' });
      return JSON.parse(text) as { shared: string; found?: string };
    },
  };
}

it('a result is found in the cache of Nx that the checkouts of a repository share', () => {
  const { find, home, keep, key } = clone();
  const { shared, found } = find();
  expect(found).toBeUndefined();
  expect(shared.startsWith(join(home, '.nx'))).toBe(true);
  keep(shared);
  expect(find().found).toBe(key);
  expect(find({}, 'another key').found).toBeUndefined();
});

it.each<[string, string, Record<string, string>]>([
  ['of the checkout, for pipelines that are not active', '.nx/cache', {}],
  ['that NX_CACHE_DIRECTORY names', 'given', { NX_CACHE_DIRECTORY: 'given' }],
])('a result is found in the cache of Nx %s', (_, cache, environment) => {
  const { find, keep, key, path } = clone();
  keep(path(cache));
  expect(find(environment).found).toBe(key);
});
