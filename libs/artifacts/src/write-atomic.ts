import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileFault } from './file-fault';
import { makeFolder } from './make-folder';

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

/** As `writeAtomic`, unless there is a file at `path`: then nothing is written, and false is returned. Of several writers one wins. */
export function writeFirst(
  path: string,
  content: Uint8Array | string,
  options: WriteOptions = {},
): boolean {
  return place(path, content, options, (part) => {
    try {
      linkSync(part, path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (!NO_LINKS.includes(code ?? '')) throw error;
      if (existsSync(path)) return false;
      renameSync(part, path);
      return true;
    }
    rmSync(part, { force: true });
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
  place(path, content, options, (part) => {
    renameSync(part, path);
    return true;
  });
}

/** Writes a temporary file beside `path`, which `move` brings there; one that stays is removed. Returns what `move` returns. */
function place(
  path: string,
  content: Uint8Array | string,
  { durable = true, access }: WriteOptions,
  move: (part: string) => boolean,
): boolean {
  const part = `${path}.${randomBytes(8).toString('hex')}.part`;
  try {
    makeFolder(dirname(path));
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      write(part, bytes, durable, access);
      if (!move(part)) {
        rmSync(part, { force: true });
        return false;
      }
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    if (durable) syncFolder(dirname(path));
    return true;
  } catch (error) {
    throw fileFault(path, error);
  }
}

function write(path: string, bytes: Uint8Array, durable: boolean, access?: FileAccess): void {
  const file = openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    if (access) giveAccess(file, access);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function giveAccess(file: number, { mode, group }: FileAccess): void {
  const inGroup = fstatSync(file).gid === group || canGive(file, group);
  try {
    fchmodSync(file, inGroup ? mode : mode & ~0o070);
  } catch (error) {
    // Some network file systems and Windows have no modes of their own.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
}

/** Only a member of the group may do this. */
function canGive(file: number, group: number): boolean {
  try {
    fchownSync(file, -1, group);
    return true;
  } catch {
    return false;
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // Windows cannot open folders.
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
