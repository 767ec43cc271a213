import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What tools/kept-bundles.cjs exports, as far as it is needed here. */
interface KeptBundles {
  readRecord(file: string): unknown;
  isCurrent(record: unknown): boolean;
}

const sharedFolder = (root: string): string => join(root, '.nhat', 'test-tools');
const toolsFolder = (folder: string): string => join(folder, '.nhat', 'tools');

/**
 * Copies the bundles of tools and stages of earlier test workspaces into a new one, because each would take seconds to make them again. One
 * whose sources differ there is made anew, as always.
 */
export function takeTools(root: string, folder: string): void {
  if (!existsSync(sharedFolder(root))) return;
  cpSync(sharedFolder(root), toolsFolder(folder), { recursive: true });
}

/** Keeps the bundles of a test workspace for later ones, if they are made of the sources at `root`. */
export function keepTools(root: string, folder: string): void {
  const [from, to] = [toolsFolder(folder), sharedFolder(root)];
  if (!existsSync(from)) return;
  const { isCurrent, readRecord } = createRequire(__filename)(
    join(root, 'tools/kept-bundles.cjs'),
  ) as KeptBundles;
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from);
  const there = new Set(readdirSync(to));
  for (const record of names.filter((name) => name.endsWith('.json') && !there.has(name))) {
    if (!isCurrent(readRecord(join(from, record)))) continue;
    const own = names.filter((name) => name.startsWith(record.replace(/json$/, 'cjs')));
    // The record is last, because it says that the others are there.
    for (const name of [...own, record]) {
      const part = join(root, '.nhat', `${name}.${process.pid}.part`);
      cpSync(join(from, name), part);
      renameSync(part, join(to, name));
    }
  }
}
