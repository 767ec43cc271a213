import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileFault } from './file-fault';
import { makeFolder } from './make-folder';

/** Who may read and write a file, whatever the umask of the process is. */
export interface FileAccess {
  /** Permission bits, as of `chmod`. */
  mode: number;
  /** Id of the group. When it cannot be given to the file, the file has only the bits of its owner and of all others. */
  group: number;
}

export interface WriteOptions {
  /**
   * Whether the bytes are on the disk when this returns. Without it the file is whole for every reader, but after a
   * power cut it may be empty; for what can be made again from the store.
   */
  durable?: boolean;
  /** As the umask says when absent. */
  access?: FileAccess;
}

/**
 * Writes the whole file or nothing, also when the process or the machine dies on the way: temporary file
 * in the same folder, fsync, rename, fsync of the folder. Makes missing folders. The temporary name cannot be guessed and
 * must be new, because in a shared folder a link under that name would lead the bytes into another file.
 */
export function writeAtomic(
  path: string,
  content: Uint8Array | string,
  { durable = true, access }: WriteOptions = {},
): void {
  const part = `${path}.${randomBytes(8).toString('hex')}.part`;
  try {
    makeFolder(dirname(path));
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      write(part, bytes, durable, access);
      renameSync(part, path);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    if (durable) syncFolder(dirname(path));
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
    // Some file systems of networks and of Windows have no modes of their own.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
}

/** Only a member of the group may. */
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
