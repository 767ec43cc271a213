import { spawnSync } from 'node:child_process';
import { formatFiles } from '@nx/devkit';
import type { Tree } from '@nx/devkit';
import { documentName, userError } from '@nhat/documents';
import { wrappedLines } from '@nhat/report/wrapped-lines';
import { nameProblem } from '@nhat/workspace/name-problem';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { inserted } from './insertion';
import type { Insertion } from './insertion';
import type { Kind } from './kind';
import { kinds } from './kinds';
import type { KindName } from './kinds';
import { checkBound, namesOf } from './names';
import type { Names } from './names';

/**
 * Writes the files and entries of a new thing into the tree; Nx puts them on the disk, or lists them after `--dry-run`. Returns
 * what runs then: the schemas are written again, and the next steps are printed. Throws a UserError for a name that cannot be.
 */
export async function generate(
  kindName: KindName,
  tree: Tree,
  options: { name?: unknown; path?: unknown },
): Promise<() => void> {
  const where = `nx g ${kindName}`;
  const kind: Kind = kinds[kindName];
  const names = namesOf(where, options.name);
  const read = (file: string) => tree.read(file, 'utf8') ?? '';
  const said: string[] = [];
  const say = (sentence: string) => said.push(...wrappedLines(sentence));
  if (kind.slow !== undefined) process.stdout.write(`${kind.slow}\n`);
  const files = await kind.files(names, read, { ...options, root: tree.root, say });
  checkTaken(where, kind, names, { paths: Object.keys(files), tree });
  const insertions = kind.insertions?.(names) ?? [];
  checkBound(where, names, { files, insertions, read });
  for (const [path, text] of Object.entries(files)) tree.write(path, text.trimStart());
  insert(
    tree,
    insertions.filter(({ file }) => !isGolden(file)),
  );
  await formatFiles(tree);
  insert(
    tree,
    insertions.filter(({ file }) => isGolden(file)),
  );
  return () => {
    if (kind.inSchemas) writeSchemas(tree.root);
    process.stdout.write(
      `\n${[...said, ...(said.length > 0 ? [''] : []), ...kind.next(names)].join('\n')}\n`,
    );
  };
}

/** What a test compares byte for byte is not formatted. */
const isGolden = (file: string): boolean => file.includes('/goldens/');

function insert(tree: Tree, insertions: readonly Insertion[]): void {
  for (const insertion of insertions) {
    const text = tree.read(insertion.file, 'utf8') ?? '';
    tree.write(insertion.file, inserted(text, insertion));
  }
}

/** A thing of this name may be in a file of another name, so the registry is looked at too. */
function checkTaken(
  where: string,
  kind: Kind,
  names: Names,
  { paths, tree }: { paths: readonly string[]; tree: Tree },
): void {
  if (paths.some((path) => path.startsWith('pipelines/'))) {
    const problem = nameProblem(tree.root, names.name);
    if (problem !== undefined) throw problem;
  }
  const registry = kind.registry === undefined ? '' : (tree.read(kind.registry, 'utf8') ?? '');
  const isNamed = registry
    .split('\n')
    .some((line) => line.startsWith(`  ${names.key}:`) || line === `  ${names.camel},`);
  const taken =
    paths.find((path) => tree.exists(path)) ??
    datasetOf(tree.root, paths) ??
    fileWith(tree, kind.taken?.(names));
  if (taken === undefined && !isNamed) return;
  throw userError(where, 'a name that is taken', {
    got: names.name,
    expected: 'a new one',
    advice: `It is in ${taken ?? kind.registry}.`,
  });
}

/** The document, in whatever folder, that has the name of a dataset that would be written. */
function datasetOf(root: string, paths: readonly string[]): string | undefined {
  const path = paths.find((one) => one.startsWith('datasets/'));
  if (path === undefined) return undefined;
  const { datasets } = readWorkspace(root);
  const name = documentName('dataset', path);
  return datasets.names.includes(name) ? datasets.path(name) : undefined;
}

/** The file of a folder that holds a text. */
function fileWith(tree: Tree, wanted?: { folder: string; text: string }): string | undefined {
  if (wanted === undefined) return undefined;
  return tree
    .children(wanted.folder)
    .map((file) => `${wanted.folder}/${file}`)
    .find((file) => tree.isFile(file) && tree.read(file, 'utf8')!.includes(wanted.text));
}

function writeSchemas(root: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['tools/load.cjs', 'libs/commands/src/schema.ts'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw userError('nx schema documents', 'failed', { advice: stderr });
}
