import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFault, writeAtomic } from '@nhat/artifacts';
import type { Shelf } from './shelf';

/** A shelf in a folder, which may be shared by workspaces and, on a network drive, by machines. */
export function folderShelf(folder: string): Shelf {
  const at = (path: string) => join(folder, path);
  return {
    location: folder,
    async get(path) {
      return orFault(at(path), () => readFile(at(path)));
    },
    async put(path, bytes) {
      writeAtomic(at(path), bytes);
    },
    async has(path) {
      return (await orFault(at(path), () => access(at(path)).then(() => true))) ?? false;
    },
    async quarantine(path) {
      const moved = at(join('quarantine', `${path.replaceAll('/', '-')}.${process.pid}`));
      await orFault(moved, async () => {
        await mkdir(dirname(moved), { recursive: true });
        await rename(at(path), moved);
      });
      return moved;
    },
  };
}

/** Undefined for a file that is not there; other refusals of the system as one message. */
async function orFault<Result>(
  path: string,
  act: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}
