import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileFault, makeFolder } from '@nhat/artifacts';
import type { FileAccess } from '@nhat/artifacts';

const SETGID = 0o2000;

/**
 * What files in a store get: the group of its folder, and of the folder's bits those that a file can use. A store whose folder
 * its group may write is shared by that group, whatever the umask of the user who puts something in. Throws a UserError.
 */
export function accessIn(folder: string): FileAccess {
  try {
    const { mode, gid } = statSync(folder);
    return { mode: (mode & 0o666) | 0o600, group: gid };
  } catch (error) {
    throw fileFault(folder, error);
  }
}

/** Makes a folder in that of a store, with the same group, bits and setgid. Returns its path. Throws a UserError. */
export function makeSharedFolder(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    if (!existsSync(folder)) makeStoreFolder(folder);
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return path;
    throw fileFault(path, error);
  }
  takeAccess(path, folder);
  return path;
}

/** In a folder that hands its group on, the store is for that group too; elsewhere it is as the umask says. */
function makeStoreFolder(folder: string): void {
  makeFolder(folder);
  const parent = dirname(folder);
  if (statSync(parent).mode & SETGID) takeAccess(folder, parent);
}

function takeAccess(path: string, from: string): void {
  const { mode, gid } = statSync(from);
  try {
    if (statSync(path).gid !== gid) chownSync(path, -1, gid);
    chmodSync(path, (mode & 0o7777) | 0o700);
  } catch {
    // Not a member of the group, or a file system without modes: the folder keeps what the umask left.
  }
}
