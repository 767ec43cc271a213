import { randomBytes } from 'node:crypto';
import { lstatSync, realpathSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDigest, isPlainFile, readPlainFile, writeAtomic } from '@nhat/artifacts';
import type { EntryPath, Shelf } from './shelf';
import { accessIn, makeSharedFolder } from './shared-access';

/**
 * A shelf in a folder, which may be shared by workspaces, by users and, on a network drive, by machines. Files are read at
 * once: a node waits for its blobs anyway, and the module of promises would cost its start 2 ms.
 */
export function folderShelf(folder: string): Shelf {
  const at = ({ kind, digest }: EntryPath): string => {
    if (!isDigest(digest)) throw new TypeError('not the digest of an entry');
    return join(folder, kind, digest);
  };
  return {
    location: folder,
    async get(path, limit) {
      return readPlainFile(at(path), limit);
    },
    async put(path, bytes) {
      const file = at(path);
      makeSharedFolder(folder, basename(dirname(file)));
      writeAtomic(file, bytes, { access: accessIn(folder) });
    },
    async has(path) {
      return isPlainFile(at(path));
    },
    async quarantine(path) {
      const name = `${path.kind}-${path.digest}.${randomBytes(4).toString('hex')}`;
      return moveWithin(folder, at(path), name);
    },
  };
}

/** A folder of the store that is a link leads elsewhere; nothing is moved there, nor from there. */
function moveWithin(folder: string, from: string, name: string): string | undefined {
  try {
    const to = makeSharedFolder(folder, 'quarantine');
    const inside = [dirname(from), to].every(
      (one) => lstatSync(one).isDirectory() && dirname(realpathSync(one)) === realpathSync(folder),
    );
    if (!inside) return undefined;
    const moved = join(to, name);
    renameSync(from, moved);
    return moved;
  } catch {
    return undefined; // A store that may not be written, or another process was first.
  }
}
