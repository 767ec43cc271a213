import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { fileFault } from './file-fault';
import { performNow, systemPlatform } from './platform';
import type { Files, Steps } from './platform';

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
 * Reads a file that another user may have put there. Never follows a link and never blocks, as opening a pipe would. Throws a
 * UserError for other errors of the system.
 */
export const readPlainFile = (path: string, limit: number = READ_LIMIT): PlainFile =>
  performNow(readPlainFileSteps(systemPlatform.files, path, limit));

/** As `readPlainFile`, one operation at a time. */
export function* readPlainFileSteps(files: Files, path: string, limit: number): Steps<PlainFile> {
  try {
    yield;
    const before = files.lstatSync(path);
    const wrong = fault(before, limit);
    if (wrong !== undefined) return { kind: 'damaged', why: wrong };
    yield;
    const file = files.openSync(path, constants.O_RDONLY | NO_LINK_NO_WAIT);
    return yield* readOpen(files, file, limit);
  } catch (error) {
    return refusal(path, error);
  }
}

/** Whether this path is a plain file that this user may read. Uses `lstat` and `open`, so that no content is read. */
export const isPlainFile = (path: string): boolean =>
  performNow(isPlainFileSteps(systemPlatform.files, path));

/** As `isPlainFile`, one operation at a time. */
export function* isPlainFileSteps(files: Files, path: string): Steps<boolean> {
  try {
    yield;
    if (!files.lstatSync(path).isFile()) return false;
    yield;
    files.closeSync(files.openSync(path, constants.O_RDONLY | NO_LINK_NO_WAIT));
    return true;
  } catch (error) {
    const { kind } = refusal(path, error);
    return kind === 'file';
  }
}

/** The file may have been replaced since it was checked. Windows has neither flag. */
const NO_LINK_NO_WAIT = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function* readOpen(files: Files, file: number, limit: number): Steps<PlainFile> {
  try {
    const wrong = fault(files.fstatSync(file), limit);
    if (wrong !== undefined) return { kind: 'damaged', why: wrong };
    yield;
    return { kind: 'file', bytes: files.readFileSync(file) };
  } finally {
    files.closeSync(file);
  }
}

function fault(stats: Stats, limit: number): string | undefined {
  if (!stats.isFile()) return `got ${kindOf(stats)}; expected a plain file`;
  if (stats.size > limit) return `got ${stats.size} bytes; expected at most ${limit}`;
  return undefined;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a link';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function refusal(path: string, error: unknown): PlainFile {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return { kind: 'missing' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'forbidden', code };
  if (code === 'ELOOP') return { kind: 'damaged', why: 'got a link; expected a plain file' };
  if (code === 'ENXIO') return { kind: 'damaged', why: 'got a socket; expected a plain file' };
  throw fileFault(path, error);
}
