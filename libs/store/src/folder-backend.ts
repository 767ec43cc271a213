import { randomBytes } from 'node:crypto';
import { lstatSync, realpathSync, renameSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  isDigest,
  isPlainFile,
  readPlainFile,
  takeLock,
  writeAtomic,
  writeFirst,
} from '@nhat/artifacts';
import type { BackendKind } from './backend-kind';
import { probeFolder } from './probe-folder';
import { accessIn, makeSharedFolder } from './shared-access';
import type { EntryPath, StoreBackend } from './store-backend';

/** A store in a folder. NHAT_STORE holds its path, which is resolved against the root of the workspace. */
export const folderStore: BackendKind = {
  form: 'the path of a folder',
  isFor: (location) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(location),
  open: (location, root) => folderBackend(resolve(root, location)),
};

/** Folder of the claims in the folder of a store. */
export const CLAIMS = 'claims';

/**
 * Keeps entries in a folder, which may be shared by workspaces, by users and, on a network drive, by machines. Files are read
 * synchronously because a node waits for its blobs anyway, and loading the module of promises would add 2 ms to its start.
 */
export function folderBackend(folder: string): StoreBackend {
  const at = ({ kind, digest }: EntryPath): string => {
    if (!isDigest(digest)) throw new TypeError('not the digest of an entry');
    return join(folder, kind, digest);
  };
  return {
    location: folder,
    folder,
    async get(path, limit) {
      return readPlainFile(at(path), limit);
    },
    async put(path, bytes) {
      const file = at(path);
      makeSharedFolder(folder, basename(dirname(file)));
      writeAtomic(file, bytes, { access: accessIn(folder) });
    },
    async putFirst(path, bytes) {
      const file = at(path);
      makeSharedFolder(folder, basename(dirname(file)));
      return writeFirst(file, bytes, { access: accessIn(folder) });
    },
    async claim(actionKey, options) {
      if (!isDigest(actionKey)) throw new TypeError('not an action key');
      return takeLock(join(makeSharedFolder(folder, CLAIMS), `${actionKey}.lock`), options);
    },
    async has(path) {
      return isPlainFile(at(path));
    },
    async quarantine(path) {
      const name = `${path.kind}-${path.digest}.${randomBytes(4).toString('hex')}`;
      return moveWithin(folder, at(path), name);
    },
    async probe() {
      probeFolder(folder);
    },
  };
}

/** Undefined when the entry cannot be moved. Refuses folders that are links, because they lead out of the store. */
function moveWithin(folder: string, from: string, name: string): string | undefined {
  try {
    const to = makeSharedFolder(folder, 'quarantine');
    const inside = [dirname(from), to].every(
      (path) =>
        lstatSync(path).isDirectory() && dirname(realpathSync(path)) === realpathSync(folder),
    );
    if (!inside) return undefined;
    const moved = join(to, name);
    renameSync(from, moved);
    return moved;
  } catch {
    return undefined; // The store may not be written, or another process has moved the entry first.
  }
}
