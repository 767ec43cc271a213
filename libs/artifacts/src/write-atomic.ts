import { dirname } from 'node:path';
import { fileFault } from './file-fault';
import { makeFolderSteps } from './make-folder';
import { performNow, systemPlatform } from './platform';
import type { Files, Platform, Steps } from './platform';

/** The permissions of a file, independent of the umask of the process. */
export interface FileAccess {
  /** Permission bits, as for `chmod`. */
  mode: number;
  /** Id of the group. If the file cannot be given to it, only the bits of the owner and of all other users apply. */
  group: number;
}

export interface WriteOptions {
  /**
   * Whether the bytes are on the disk when the function returns (default true). Without it every reader sees the whole file,
   * but a power cut may leave it empty; meant for files that can be restored from the store.
   */
  durable?: boolean;
  /** The umask decides when absent. */
  access?: FileAccess;
}

/**
 * As `writeAtomicSteps`, unless there is a file at `path`: then nothing is written, and false is returned. Of several writers one wins.
 */
export function writeFirstSteps(
  platform: Platform,
  path: string,
  content: Uint8Array | string,
  options: WriteOptions = {},
): Steps<boolean> {
  const { files } = platform;
  return place(platform, path, content, options, function* (part) {
    try {
      yield;
      files.linkSync(part, path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (!NO_LINKS.includes(code ?? '')) throw error;
      yield;
      if (files.existsSync(path)) return false;
      yield;
      files.renameSync(part, path);
      return true;
    }
    yield;
    files.rmSync(part, { force: true });
    return true;
  });
}

/** What file systems say that have no hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Writes the whole file or nothing, even if the process or the machine dies meanwhile: temporary file in the same folder,
 * fsync, rename, fsync of the folder. Makes missing folders. The temporary name is random and must be new, because in a shared
 * folder a link under a predictable name would redirect the bytes into another file.
 */
export function writeAtomic(
  path: string,
  content: Uint8Array | string,
  options: WriteOptions = {},
): void {
  performNow(writeAtomicSteps(systemPlatform, path, content, options));
}

/** As `writeAtomic`, one operation at a time. */
export const writeAtomicSteps = (
  platform: Platform,
  path: string,
  content: Uint8Array | string,
  options: WriteOptions = {},
): Steps<boolean> =>
  place(platform, path, content, options, function* (part) {
    yield;
    platform.files.renameSync(part, path);
    return true;
  });

/** Writes a temporary file beside `path`, which `move` brings there; one that stays is removed. Returns what `move` returns. */
function* place(
  { files, randomHex }: Platform,
  path: string,
  content: Uint8Array | string,
  { durable = true, access }: WriteOptions,
  move: (part: string) => Steps<boolean>,
): Steps<boolean> {
  const part = `${path}.${randomHex(8)}.part`;
  try {
    yield* makeFolderSteps(files, dirname(path));
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      yield* write(files, part, bytes, durable, access);
      if (!(yield* move(part))) {
        yield;
        files.rmSync(part, { force: true });
        return false;
      }
    } catch (error) {
      yield;
      files.rmSync(part, { force: true });
      throw error;
    }
    if (durable) yield* syncFolder(files, dirname(path));
    return true;
  } catch (error) {
    throw fileFault(path, error);
  }
}

function* write(
  files: Files,
  path: string,
  bytes: Uint8Array,
  durable: boolean,
  access?: FileAccess,
): Steps<void> {
  yield;
  const file = files.openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length;) {
      yield;
      at += files.writeSync(file, bytes, at);
    }
    if (access) giveAccess(files, file, access);
    yield;
    if (durable) files.fsyncSync(file);
  } finally {
    files.closeSync(file);
  }
}

function giveAccess(files: Files, file: number, { mode, group }: FileAccess): void {
  const inGroup = files.fstatSync(file).gid === group || canGive(files, file, group);
  try {
    files.fchmodSync(file, inGroup ? mode : mode & ~0o070);
  } catch (error) {
    // Some network file systems and Windows have no modes of their own.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
}

/** Only a member of the group may do this. */
function canGive(files: Files, file: number, group: number): boolean {
  try {
    files.fchownSync(file, -1, group);
    return true;
  } catch {
    return false;
  }
}

function* syncFolder(files: Files, path: string): Steps<void> {
  if (process.platform === 'win32') return; // Windows cannot open folders.
  yield;
  const folder = files.openSync(path, 'r');
  try {
    files.fsyncSync(folder);
  } finally {
    files.closeSync(folder);
  }
}
