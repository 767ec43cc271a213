import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface ToolRecord {
  inputs: string[];
  sources: string;
}

const sharedFolder = (root: string): string => join(root, '.nhat', 'test-tools');
const toolsFolder = (folder: string): string => join(folder, '.nhat', 'tools');

/**
 * Copies the bundled tools of earlier test workspaces into a new one, because each would take seconds to make them again. One whose sources
 * differ there is made anew, as always.
 */
export function takeTools(root: string, folder: string): void {
  if (!existsSync(sharedFolder(root))) return;
  cpSync(sharedFolder(root), toolsFolder(folder), { recursive: true });
}

/** Keeps the tools of a test workspace for later ones, if they are made of the sources at `root`. */
export function keepTools(root: string, folder: string): void {
  const [from, to] = [toolsFolder(folder), sharedFolder(root)];
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from);
  const there = new Set(readdirSync(to));
  for (const record of names.filter((name) => name.endsWith('.json') && !there.has(name))) {
    if (!isOfSources(root, join(from, record))) continue;
    const own = names.filter((name) => name.startsWith(record.replace(/json$/, 'cjs')));
    // The record is last, because it says that the others are there.
    for (const name of [...own, record]) {
      const part = join(root, '.nhat', `${name}.${process.pid}.part`);
      cpSync(join(from, name), part);
      renameSync(part, join(to, name));
    }
  }
}

function isOfSources(root: string, record: string): boolean {
  const { contentDigest } = createRequire(__filename)(join(root, 'tools/load.cjs')) as {
    contentDigest(files: readonly string[]): string;
  };
  try {
    const { inputs, sources } = JSON.parse(readFileSync(record, 'utf8')) as ToolRecord;
    return contentDigest(inputs) === sources;
  } catch {
    return false; // A test has damaged it.
  }
}
