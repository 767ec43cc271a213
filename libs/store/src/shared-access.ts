import { dirname, join } from 'node:path';
import { fileFault, makeFolderSteps } from '@nhat/artifacts';
import type { FileAccess, Files, Steps } from '@nhat/artifacts';

const SETGID = 0o2000;

/**
 * The access of files in a store: the group of its folder, and those permission bits of the folder that apply to files. If the
 * group may write to the folder, the store is shared by that group, whatever the umask of the writing user is. Throws a
 * UserError.
 */
export function accessIn(files: Files, folder: string): FileAccess {
  try {
    const { mode, gid } = files.statSync(folder);
    return { mode: (mode & 0o666) | 0o600, group: gid };
  } catch (error) {
    throw fileFault(folder, error);
  }
}

/**
 * Makes a folder inside the store's folder with the same group, permission bits and setgid bit. Returns its path. Throws a
 * UserError.
 */
export function* makeSharedFolder(files: Files, folder: string, name: string): Steps<string> {
  const path = join(folder, name);
  try {
    yield;
    if (!files.existsSync(folder)) yield* makeStoreFolder(files, folder);
    yield;
    files.mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return path;
    throw fileFault(path, error);
  }
  takeAccess(files, path, folder);
  return path;
}

/** Below a folder with the setgid bit the store belongs to the group of that folder too; elsewhere the umask decides. */
function* makeStoreFolder(files: Files, folder: string): Steps<void> {
  yield* makeFolderSteps(files, folder);
  const parent = dirname(folder);
  if (files.statSync(parent).mode & SETGID) takeAccess(files, folder, parent);
}

function takeAccess(files: Files, path: string, from: string): void {
  const { mode, gid } = files.statSync(from);
  try {
    if (files.statSync(path).gid !== gid) files.chownSync(path, -1, gid);
    files.chmodSync(path, (mode & 0o7777) | 0o700);
  } catch {
    // Not a member of the group, or a file system without modes: the folder keeps what the umask left.
  }
}
