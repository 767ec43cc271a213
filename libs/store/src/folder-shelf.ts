import { accessSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileFault, makeFolder, writeAtomic } from '@nhat/artifacts';
import type { Shelf } from './shelf';

/**
 * A shelf in a folder, which may be shared by workspaces and, on a network drive, by machines. Files are read at once:
 * a node waits for its blobs anyway, and the module of promises would cost its start 2 ms.
 */
export function folderShelf(folder: string): Shelf {
  const at = (path: string) => join(folder, path);
  return {
    location: folder,
    async get(path) {
      return orFault(at(path), () => readFileSync(at(path)));
    },
    async put(path, bytes) {
      writeAtomic(at(path), bytes);
    },
    async has(path) {
      return orFault(at(path), () => accessSync(at(path)) === undefined) ?? false;
    },
    async quarantine(path) {
      const moved = at(join('quarantine', `${path.replaceAll('/', '-')}.${process.pid}`));
      orFault(moved, () => {
        makeFolder(dirname(moved));
        renameSync(at(path), moved);
      });
      return moved;
    },
  };
}

/** Undefined for a file that is not there; other refusals of the system as one message. */
function orFault<Result>(path: string, act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}
