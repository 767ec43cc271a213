import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Documents } from '@nhat/documents';
import { packPath } from '@nhat/packs';
import { PIPELINE_NAME } from '@nhat/packs/pack-path';
import { readCommandLine } from './command-line';
import { PIPELINE_TARGETS } from './command-list';

/**
 * The pipeline whose pack the arguments of `nx` ask to show although it has no document, e.g. because that was renamed, with the words for
 * `nx published`. Its pack lies in `published/`, or `--pack` names it.
 */
export function packAlone(
  root: string,
  commandLine: readonly string[],
  { names }: Pick<Documents, 'names'>,
): { name: string; words: readonly string[] } | undefined {
  const {
    targets,
    projects = [],
    words = [],
    help,
  } = readCommandLine(commandLine, PIPELINE_TARGETS) ?? {};
  const [name = ''] = projects;
  if (targets?.join() !== 'published' || projects.length !== 1 || help) return undefined;
  if (names.includes(name) || !PIPELINE_NAME.test(name)) return undefined;
  const isNamed = words.some((word) => /^--pack(=|$)/.test(word));
  return isNamed || existsSync(join(root, packPath(name))) ? { name, words } : undefined;
}
