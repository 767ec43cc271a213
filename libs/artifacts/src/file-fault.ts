import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';

const causes: Record<string, { what: string; advice: string }> = {
  EACCES: { what: 'no permission', advice: 'Change its owner or mode, or choose another folder' },
  EPERM: { what: 'no permission', advice: 'Change its owner or mode, or choose another folder' },
  EROFS: { what: 'the file system is read-only', advice: 'Choose another folder' },
  ENOSPC: { what: 'no space left on the disk', advice: 'Free some space and run again' },
  EDQUOT: { what: 'the disk quota is used up', advice: 'Free some space and run again' },
  EFBIG: { what: 'larger than this file system or limit allows', advice: 'Choose another folder' },
  EEXIST: { what: 'a part of the path is not a folder', advice: 'Choose another folder' },
  ENOTDIR: { what: 'a part of the path is not a folder', advice: 'Choose another folder' },
  EISDIR: { what: 'a folder lies where a file belongs', advice: 'Remove or rename it' },
  ELOOP: { what: 'links that lead to each other', advice: 'Remove or correct the links' },
  ENAMETOOLONG: { what: 'a name too long for this file system', advice: 'Choose a shorter one' },
  EXDEV: {
    what: 'a link to another file system lies in the way',
    advice: 'Put a folder in the place of the link',
  },
  ENFILE: {
    what: 'too many open files on this machine',
    advice: 'Run again when other programs have ended',
  },
  EMFILE: { what: 'too many open files', advice: 'Raise `ulimit -n` and run again' },
  EIO: { what: 'the disk reports an error', advice: 'Check the disk' },
};

/** Turns an error of the operating system about a file into a UserError; returns any other error unchanged. */
export function fileFault(path: string, error: unknown): UserError | Error {
  const { code } = error as NodeJS.ErrnoException;
  const cause = code === undefined ? undefined : causes[code];
  if (cause === undefined) return error as Error;
  return userError(path, cause.what, { got: code, advice: `${cause.advice}.` });
}
