import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileFault } from './file-fault';
import { makeFolder } from './make-folder';

let written = 0;

/**
 * Writes the whole file or nothing, also when the process or the machine dies on the way: temporary file
 * in the same folder, fsync, rename, fsync of the folder. Makes missing folders. Without `durable` there is no fsync: whole
 * for every reader, but after a power cut it may be empty; for what can be made again from the store.
 */
export function writeAtomic(
  path: string,
  content: Uint8Array | string,
  { durable = true } = {},
): void {
  const part = `${path}.${process.pid}.${written++}.part`;
  try {
    makeFolder(dirname(path));
    try {
      write(part, typeof content === 'string' ? Buffer.from(content) : content, durable);
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

function write(path: string, bytes: Uint8Array, durable: boolean): void {
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
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
