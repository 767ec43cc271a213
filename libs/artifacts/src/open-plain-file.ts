import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { userError } from '@nhat/documents';
import { fileFault } from './file-fault';

/** A file of this machine that stays open, also where its path gets another content or none. */
export interface OpenFile {
  /** Bytes. */
  size: number;
  /** Fills `into` with the bytes from `position` on. Throws a UserError for errors of the system and where the file ends before. */
  read(into: Uint8Array, position: number): void;
  close(): void;
}

/** Never follow a link and never block, as opening a pipe would. Windows has neither flag. */
const NO_LINK_NO_WAIT = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens a file that another user may have put there; undefined where it is no plain file of at most `limit` bytes, or cannot be opened. */
export function openPlainFile(path: string, limit: number): OpenFile | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | NO_LINK_NO_WAIT);
    const status = fstatSync(file);
    if (status.isFile() && status.size <= limit) return openFile(path, file, status.size);
  } catch {
    // Whoever reads it whole says what is wrong.
  }
  if (file !== undefined) closeSync(file);
  return undefined;
}

const openFile = (path: string, file: number, size: number): OpenFile => ({
  size,
  read(into, position) {
    for (let at = 0; at < into.length;) {
      const read = readPart(path, file, into.subarray(at), position + at);
      if (read === 0) throw cutOff(path, position + at);
      at += read;
    }
  },
  close: () => closeSync(file),
});

function readPart(path: string, file: number, into: Uint8Array, position: number): number {
  try {
    return readSync(file, into, 0, into.length, position);
  } catch (error) {
    throw fileFault(path, error);
  }
}

const cutOff = (path: string, size: number): Error =>
  userError(path, 'was cut off while it was in use', {
    got: `${size} bytes`,
    advice: 'Run again: what is damaged is made anew.',
  });
