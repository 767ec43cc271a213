import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileFault } from './file-fault';

let written = 0;

/**
 * Writes the whole file or nothing, also when the process or the machine dies on the way: temporary file
 * in the same folder, fsync, rename, fsync of the folder. Makes missing folders.
 */
export function writeAtomic(path: string, content: Uint8Array | string): void {
  const part = `${path}.${process.pid}.${written++}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeSynced(part, typeof content === 'string' ? Buffer.from(content) : content);
      renameSync(part, path);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  } catch (error) {
    throw fileFault(path, error);
  }
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
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
