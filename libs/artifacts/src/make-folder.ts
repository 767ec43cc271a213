import { dirname, resolve } from 'node:path';
import { userError } from '@nhat/documents';
import { fileFault } from './file-fault';
import { performNow, systemPlatform } from './platform';
import type { Files, Steps } from './platform';

/**
 * Makes a folder and its missing parents. Goes step by step, because the recursive `mkdir` of Node never ends below `/proc` and
 * reports a read-only file system as a missing folder. Throws a UserError that names the first folder that cannot be made.
 */
export const makeFolder = (path: string): void =>
  performNow(makeFolderSteps(systemPlatform.files, path));

/** As `makeFolder`, one operation at a time. */
export function* makeFolderSteps(files: Files, path: string): Steps<void> {
  const missing: string[] = [];
  for (let at = resolve(path); !(yield* isFolder(files, at)); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse()) yield* make(files, folder);
}

function* make(files: Files, path: string): Steps<void> {
  try {
    yield;
    files.mkdirSync(path);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    if (isThere && (yield* isFolder(files, path))) return; // Another process has made it first.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFault(path, error);
    throw userError(path, 'no folder can be made there', {
      got: 'ENOENT',
      advice: 'Choose another folder.',
    });
  }
}

function* isFolder(files: Files, path: string): Steps<boolean> {
  try {
    yield;
    const status = files.statSync(path, { throwIfNoEntry: false });
    return status !== undefined && status.isDirectory();
  } catch (error) {
    throw fileFault(path, error);
  }
}
