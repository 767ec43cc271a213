import { spawnSync } from 'node:child_process';
import { formatFiles } from '@nx/devkit';
import type { Tree } from '@nx/devkit';
import { userError } from '@nhat/documents';
import { nameProblem } from '@nhat/workspace/name-problem';
import { inserted } from './insertion';
import type { Kind } from './kind';
import { kinds } from './kinds';
import type { KindName } from './kinds';
import { checkImports, namesOf } from './names';
import type { Names } from './names';

/**
 * Writes the files and entries of a new thing into the tree; Nx puts them on the disk, or lists them after `--dry-run`. Returns
 * what runs then: the schemas are written again, and the next steps are printed. Throws a UserError for a name that cannot be.
 */
export async function generate(
  kindName: KindName,
  tree: Tree,
  options: { name?: unknown },
): Promise<() => void> {
  const where = `nx g ${kindName}`;
  const kind: Kind = kinds[kindName];
  const names = namesOf(where, options.name);
  const files = kind.files(names);
  checkTaken(where, kind, names, tree);
  checkImports(where, names, Object.values(files)[0]!);
  for (const [path, text] of Object.entries(files)) tree.write(path, text.trimStart());
  for (const insertion of kind.insertions?.(names) ?? []) {
    const text = tree.read(insertion.file, 'utf8') ?? '';
    tree.write(insertion.file, inserted(text, insertion));
  }
  await formatFiles(tree);
  return () => {
    if (kind.inSchemas) writeSchemas(tree.root);
    process.stdout.write(`\n${kind.next(names).join('\n')}\n`);
  };
}

/** A thing of this name may be in a file of another name, so the registry is looked at too. */
function checkTaken(where: string, kind: Kind, names: Names, tree: Tree): void {
  const [own = ''] = Object.keys(kind.files(names));
  if (own.startsWith('pipelines/')) {
    const problem = nameProblem(tree.root, names.name);
    if (problem !== undefined) throw problem;
  }
  const registry = kind.registry === undefined ? '' : (tree.read(kind.registry, 'utf8') ?? '');
  const isNamed = registry
    .split('\n')
    .some((line) => line.startsWith(`  ${names.key}:`) || line === `  ${names.camel},`);
  const taken = Object.keys(kind.files(names)).find((path) => tree.exists(path));
  if (taken === undefined && !isNamed) return;
  throw userError(where, 'a name that is taken', {
    got: names.name,
    expected: 'a new one',
    advice: `It is in ${taken ?? kind.registry}.`,
  });
}

function writeSchemas(root: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['tools/load.cjs', 'libs/commands/src/schema.ts'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw userError('nx schema documents', 'failed', { advice: stderr });
}
