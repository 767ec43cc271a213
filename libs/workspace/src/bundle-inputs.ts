import { spawnSync } from 'node:child_process';
import type { Metafile } from 'esbuild';
import { userError } from '@nhat/documents';

const EXTENSIONS = ['ts', 'js', 'mjs', 'cjs', 'json'];

/** Files outside `src` that decide what a bundle is: options, versions, and what may be left out as free of side effects. */
export const SETTINGS = [
  'tools/load.cjs',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/**
 * What Nx hashes for a bundle: all sources that any bundle may be made of, because Nx asks before esbuild has read them. A
 * bundle whose bytes stay the same reruns nothing. `checkInputs` refuses whatever else a bundle was made of.
 */
export const bundleInputs: readonly string[] = [
  ...EXTENSIONS.map((extension) => `{workspaceRoot}/libs/*/src/**/*.${extension}`),
  '!{workspaceRoot}/libs/*/src/**/*.spec.ts',
  '!{workspaceRoot}/libs/*/src/**/testing/**',
  '{workspaceRoot}/libs/*/package.json',
  ...SETTINGS.map((file) => `{workspaceRoot}/${file}`),
];

/** Whether `bundleInputs` covers a file, given by its path in the workspace. The lock file stands for the packages. */
function isHashed(file: string): boolean {
  if (/(^|\/)node_modules\//.test(file) || SETTINGS.includes(file)) return true;
  const [, extension] = /^libs\/[^/]+\/src\/.+\.(\w+)$/.exec(file) ?? [];
  const isTest = file.endsWith('.spec.ts') || file.includes('/testing/');
  return extension !== undefined && EXTENSIONS.includes(extension) && !isTest;
}

/** The files that a bundle was made of, without its entry, as paths in the workspace. */
export const filesOf = ({ inputs }: Pick<Metafile, 'inputs'>, entry: string): string[] =>
  Object.keys(inputs)
    .map((file) => file.replace(/^\(disabled\):/, ''))
    .filter((file) => file !== entry);

/** Those of the files that are code of this project. */
export const sourcesOf = (files: readonly string[]): string[] =>
  files.filter((file) => file.startsWith('libs/'));

/**
 * Throws a UserError when a bundle was made of a file whose changes Nx would not notice, because then an old result would be
 * taken for one of the new code: a file elsewhere, of another kind, or one that git ignores, since Nx ignores it too.
 */
export function checkInputs(root: string, { inputs }: Pick<Metafile, 'inputs'>, entry: string) {
  const files = filesOf({ inputs }, entry);
  const importer = (file: string) =>
    Object.keys(inputs).find((one) => inputs[one]!.imports.some(({ path }) => path === file));
  const refuse = (file: string, what: string, advice: string) =>
    userError(file, `${what}, so Nx would not notice its changes`, {
      got: `an import of it in ${importer(file) ?? entry}`,
      expected: `files libs/*/src/**/*.{${EXTENSIONS.join(',')}} other than tests`,
      advice,
    });
  const outside = files.find((file) => !isHashed(file));
  if (outside !== undefined) throw refuse(outside, 'outside the sources', 'Move it there.');
  const [ignored] = ignoredByGit(root, sourcesOf(files));
  if (ignored !== undefined) {
    throw refuse(ignored, 'ignored by git', 'Rename it, or change .gitignore.');
  }
}

/** Those of the files that a .gitignore covers, in the index or not. None where there is no git or no repository. */
export function ignoredByGit(root: string, files: readonly string[]): string[] {
  const { status, stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
    cwd: root,
    input: files.join('\0'),
    encoding: 'utf8',
  });
  return status === 0 ? stdout.split('\0').filter((file) => file !== '') : [];
}
