import { basename, dirname, join, resolve } from 'node:path';
import {
  isDigest,
  isPlainFileSteps,
  openPlainFile,
  readPlainFileSteps,
  systemPlatform,
  takeLock,
  writeAtomicSteps,
  writeFirstSteps,
} from '@nhat/artifacts';
import type { FileAccess, FileLock, Files, Platform, Steps } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { BackendKind } from './backend-kind';
import { probeFolder } from './probe-folder';
import { accessIn, makeSharedFolder } from './shared-access';
import type { EntryPath, StoreBackend } from './store-backend';

/** A store in a folder. NHAT_STORE holds its path, which is resolved against the root of the workspace. */
export const folderStore: BackendKind = {
  form: 'the path of a folder',
  isFor: (location) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(location),
  open(location, root) {
    const mistake = mistakeIn(location);
    if (mistake === undefined) return folderBackend(resolve(root, location));
    throw userError('NHAT_STORE', mistake, {
      got: location,
      expected: 'https://HOST/PATH or the path of a folder',
    });
  },
};

/** What is wrong with a text that would become a strange folder in the workspace; undefined for the path of a folder. */
function mistakeIn(location: string): string | undefined {
  if (/^~/.test(location)) return 'a ~ that no shell has replaced by a home folder';
  if (/^https?(:|\/\/)/i.test(location)) return 'an address without :// in it';
  if (/^[\w-]+(\.[\w-]+)*:\d+(\/|$)/.test(location)) return 'an address without https:// before it';
  return undefined;
}

/** Folder of the claims in the folder of a store. */
const CLAIMS = 'claims';

/**
 * Keeps entries in a folder, which may be shared by workspaces, by users and, on a network drive, by machines. Files are read
 * synchronously because a node waits for its blobs anyway, and loading the module of promises would add 2 ms to its start.
 */
export function folderBackend(folder: string, platform: Platform = systemPlatform): StoreBackend {
  const { files } = platform;
  const at = ({ kind, digest }: EntryPath): string => {
    if (!isDigest(digest)) throw new TypeError('not the digest of an entry');
    return join(folder, kind, digest);
  };
  function* write(
    path: EntryPath,
    steps: (file: string, options: { access: FileAccess }) => Steps<boolean>,
  ): Steps<boolean> {
    const file = at(path);
    yield* makeSharedFolder(files, folder, basename(dirname(file)));
    return yield* steps(file, { access: accessIn(files, folder) });
  }
  return {
    location: folder,
    folder,
    async get(path, limit) {
      return platform.perform(readPlainFileSteps(files, at(path), limit));
    },
    async put(path, bytes) {
      await platform.perform(
        write(path, (file, options) => writeAtomicSteps(platform, file, bytes, options)),
      );
    },
    async putFirst(path, bytes) {
      return platform.perform(
        write(path, (file, options) => writeFirstSteps(platform, file, bytes, options)),
      );
    },
    async claim(actionKey, options) {
      if (!isDigest(actionKey)) throw new TypeError('not an action key');
      const claims = await platform.perform(makeSharedFolder(files, folder, CLAIMS));
      return takeLock(join(claims, `${actionKey}.lock`), options, platform);
    },
    async has(path) {
      return platform.perform(isPlainFileSteps(files, at(path)));
    },
    open: (path, limit) => openPlainFile(at(path), limit),
    async quarantine(path, limit, isIntact) {
      const name = `${path.kind}-${path.digest}`;
      let lock: FileLock | undefined;
      try {
        const claims = await platform.perform(makeSharedFolder(files, folder, CLAIMS));
        lock = await takeLock(join(claims, `${name}.lock`), {}, platform);
        const now = await platform.perform(readPlainFileSteps(files, at(path), limit));
        const isChanged = now.kind === 'missing' || (now.kind === 'file' && isIntact(now.bytes));
        if (isChanged) return { kind: 'changed' };
        const unique = `${name}.${platform.randomHex(4)}`;
        const to = await platform.perform(moveWithin(files, folder, at(path), unique));
        return to === undefined ? { kind: 'left' } : { kind: 'moved', to };
      } catch {
        return { kind: 'left' }; // The store may not be written.
      } finally {
        lock?.release();
      }
    },
    async probe() {
      await platform.perform(probeFolder(platform, folder));
    },
  };
}

/** Undefined when the entry cannot be moved. Refuses folders that are links, because they lead out of the store. */
function* moveWithin(
  files: Files,
  folder: string,
  from: string,
  name: string,
): Steps<string | undefined> {
  try {
    const to = yield* makeSharedFolder(files, folder, 'quarantine');
    const inside = [dirname(from), to].every(
      (path) =>
        files.lstatSync(path).isDirectory() &&
        dirname(files.realpathSync(path)) === files.realpathSync(folder),
    );
    if (!inside) return undefined;
    const moved = join(to, name);
    yield;
    files.renameSync(from, moved);
    return moved;
  } catch {
    return undefined; // The store may not be written, or another process has moved the entry first.
  }
}
