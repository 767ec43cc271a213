import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, readPlainFile, writeAtomic } from '@nhat/artifacts';

/** Holds the name of the node, because the folder is called after a key, which is not known while files of the node's dataset are away. */
const NAME_FILE = 'node';
const LONGEST_NAME = 1000;

/** Makes the folder in which a node keeps its checkpoints, and names it. */
export function makeWorkFolder(folder: string, node: string): void {
  makeFolder(folder);
  writeAtomic(join(folder, NAME_FILE), node);
}

/** The node whose work folder this is; undefined where nothing says it. */
export function nodeOfWork(folder: string): string | undefined {
  const path = join(folder, NAME_FILE);
  if (!existsSync(path)) return undefined;
  const found = readPlainFile(path, LONGEST_NAME);
  return found.kind === 'file' ? found.bytes.toString('utf8') : undefined;
}
