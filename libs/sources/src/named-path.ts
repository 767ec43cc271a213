import { readFileSync, statSync } from 'node:fs';
import { fileFault } from '@nhat/artifacts';
import { userError } from '@nhat/documents';

/** What a document means by a path, and where the document gives it. */
export interface NamedPath {
  /** What is missing where nothing lies there, e.g. `no such table`. */
  missing: string;
  /** What to do, e.g. `Correct "file" of the method in the pipeline.` */
  advice: string;
  /** The path as the document gives it, for messages; absent: the path that is read. */
  shown?: string;
}

/** A file that was there when its folder was listed. */
const LISTED: NamedPath = {
  missing: 'a file of a dataset is missing',
  advice: 'Bring it back, or correct its path in the document of the dataset.',
};

/** Errors of the system that say that a path is wrong, and not that the machine fails. */
const WRONG_PATHS: Readonly<Record<string, string | undefined>> = {
  ENOENT: '',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'a folder lies there',
  ELOOP: 'its path has links that lead to each other',
  ENAMETOOLONG: 'its path has a name that is too long for a file system',
  ERR_INVALID_ARG_VALUE: 'its path has a character that no path has',
};

/**
 * Turns an error of the operating system about a path that comes from a document into a UserError that says what to correct; returns any
 * other error unchanged.
 */
export function namedPathFault(path: string, error: unknown, named = LISTED): Error {
  const why = WRONG_PATHS[(error as NodeJS.ErrnoException).code ?? ''];
  if (why === undefined) return fileFault(path, error);
  return wrongPath(path, why, named);
}

/** Throws a UserError unless a file lies at a path that a document gives. */
export function checkNamedFile(path: string, named: NamedPath): void {
  let isFolder: boolean;
  try {
    const status = statSync(path);
    if (status.isFile()) return;
    isFolder = status.isDirectory();
  } catch (error) {
    throw namedPathFault(path, error, named);
  }
  throw wrongPath(path, isFolder ? 'a folder lies there' : 'what lies there is no file', named);
}

/** The bytes of a file whose path a document gives. Throws a UserError. */
export function readNamedFile(path: string, named?: NamedPath): Buffer {
  try {
    if (named !== undefined) checkNamedFile(path, named);
    return readFileSync(path);
  } catch (error) {
    throw namedPathFault(path, error, named);
  }
}

const wrongPath = (path: string, why: string, { missing, advice, shown }: NamedPath): Error =>
  userError(shown ?? path, why === '' ? missing : `${missing}, because ${why}`, {
    advice: shown === undefined || shown === path ? advice : `It leads to ${path}. ${advice}`,
  });
