import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { userError } from '@nhat/documents';
import { fileFault } from './file-fault';

/**
 * Makes a folder and its missing parents. Goes step by step, because the recursive `mkdir` of Node never ends below `/proc` and
 * reports a read-only file system as a missing folder. Throws a UserError that names the first folder that cannot be made.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !isFolder(at); at = dirname(at)) missing.push(at);
  missing.reverse().forEach(make);
}

function make(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && isFolder(path)) return; // Another process has made it first.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFault(path, error);
    throw userError(path, 'no folder can be made there', {
      got: 'ENOENT',
      advice: 'Choose another folder.',
    });
  }
}

function isFolder(path: string): boolean {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status !== undefined && status.isDirectory();
  } catch (error) {
    throw fileFault(path, error);
  }
}
