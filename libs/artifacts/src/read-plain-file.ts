import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { fileFault } from './file-fault';

/** Largest file that Node reads in one piece, in bytes. */
export const READ_LIMIT = 2 ** 31 - 1;

export type PlainFile =
  | { kind: 'file'; bytes: Buffer }
  | { kind: 'missing' }
  /** The system does not let this user read it. */
  | { kind: 'forbidden'; code: string }
  /** Something that this program never leaves there: a folder, a link, a pipe, a file that is too large. */
  | { kind: 'damaged'; why: string };

/**
 * Reads a file that somebody else may have put there: never follows a link and never waits, as a pipe would make it.
 * Throws a UserError for other refusals of the system.
 */
export function readPlainFile(path: string, limit: number = READ_LIMIT): PlainFile {
  try {
    const before = lstatSync(path);
    const wrong = fault(before, limit);
    if (wrong !== undefined) return { kind: 'damaged', why: wrong };
    return readOpen(openSync(path, constants.O_RDONLY | NO_SURPRISE), limit);
  } catch (error) {
    return refusal(path, error);
  }
}

/** Whether there is a plain file that this user may read; `lstat` and `open`, so that it costs no reading. */
export function isPlainFile(path: string): boolean {
  try {
    if (!lstatSync(path).isFile()) return false;
    closeSync(openSync(path, constants.O_RDONLY | NO_SURPRISE));
    return true;
  } catch (error) {
    const { kind } = refusal(path, error);
    return kind === 'file';
  }
}

/** What was looked at may be another file by now. Windows has neither flag. */
const NO_SURPRISE = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function readOpen(file: number, limit: number): PlainFile {
  try {
    const wrong = fault(fstatSync(file), limit);
    if (wrong !== undefined) return { kind: 'damaged', why: wrong };
    return { kind: 'file', bytes: readFileSync(file) };
  } finally {
    closeSync(file);
  }
}

function fault(found: Stats, limit: number): string | undefined {
  if (!found.isFile()) return `got ${kindOf(found)}; expected a plain file`;
  if (found.size > limit) return `got ${found.size} bytes; expected at most ${limit}`;
  return undefined;
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

function refusal(path: string, error: unknown): PlainFile {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return { kind: 'missing' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'forbidden', code };
  if (code === 'ELOOP') return { kind: 'damaged', why: 'got a link; expected a plain file' };
  if (code === 'ENXIO') return { kind: 'damaged', why: 'got a socket; expected a plain file' };
  throw fileFault(path, error);
}
