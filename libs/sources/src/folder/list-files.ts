import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, sep } from 'node:path';
import { userError } from '@nhat/documents';
import { namedPathFault } from '../named-path';
import type { NamedPath } from '../named-path';

/** A file below a folder. */
export interface ListedFile {
  /** Path from that folder, with `/`, in Unicode's composed form. */
  name: string;
  path: string;
  size: number;
  /** Time of its last change, in milliseconds. */
  mtime: number;
  inode: number;
}

export interface Listing {
  files: ListedFile[];
  /** Folders that hold no file, by name. */
  emptyFolders: string[];
  /** Links to what the folder holds anyway, which are passed over. */
  innerLinks: number;
  /** Hidden files and those that systems leave behind, which are passed over. */
  hidden: number;
  /** Links that lead nowhere. */
  brokenLinks: string[];
}

/** Files that systems leave in folders. */
const SYSTEM_NAME = /^(thumbs\.db|desktop\.ini|__macosx|@eadir)$/i;

const isHidden = (name: string): boolean => name.startsWith('.') || SYSTEM_NAME.test(name);

/**
 * All files below a folder, by name in the order of code units; `shown` is its path in messages. Links are followed where they lead out of the folder. Throws a
 * UserError when there is no such folder, or when a part of it cannot be read.
 */
export function listFiles(folder: string, shown: string = folder): Listing {
  const listing: Listing = {
    files: [],
    emptyFolders: [],
    innerLinks: 0,
    hidden: 0,
    brokenLinks: [],
  };
  const top = realFolder(folder, shown);
  const isInside = (path: string) => path === top || path.startsWith(top + sep);
  const visit = (at: string, name: string, above: readonly string[]): void => {
    const [start, prefix] = [at.endsWith(sep) ? at : at + sep, name === '' ? '' : `${name}/`];
    let shown = 0;
    for (const entry of readFolder(at)) {
      if (isHidden(entry)) {
        listing.hidden++;
        continue;
      }
      shown++;
      const inner = prefix + entry.normalize('NFC');
      let real: string | undefined = start + entry;
      let status = statusOf(real);
      if (status?.isSymbolicLink()) {
        real = realOf(real);
        if (real === undefined) listing.brokenLinks.push(inner);
        else if (isInside(real)) listing.innerLinks++;
        status = real === undefined || isInside(real) ? undefined : statusOf(real);
      }
      if (status?.isDirectory()) {
        if (!above.includes(real!)) visit(real!, inner, [...above, real!]);
      } else if (status?.isFile()) {
        const { size, mtimeMs: mtime, ino: inode } = status;
        listing.files.push({ name: inner, path: real!, size, mtime, inode });
      }
    }
    if (shown === 0 && name !== '') listing.emptyFolders.push(name);
  };
  visit(top, '', [top]);
  listing.files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return listing;
}

/** A folder as `listFiles` lists it, or a file alone; `shown` is its path in messages. */
export function listPath(path: string, shown: string = path): Listing {
  const status = followed(path, shown);
  if (!status?.isFile()) return listFiles(path, shown);
  const { size, mtimeMs: mtime, ino: inode } = status;
  const file = { name: basename(path), path, size, mtime, inode };
  return { files: [file], emptyFolders: [], innerLinks: 0, hidden: 0, brokenLinks: [] };
}

/** What `path` and `unlabelled` of a dataset mean. */
const FOLDER: NamedPath = {
  missing: 'no such folder',
  advice:
    'Correct "path" or "unlabelled" in the document of the dataset, or set NHAT_DATA to the folder that they start from.',
};

function followed(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw namedPathFault(path, error, { ...FOLDER, shown });
  }
}

function realFolder(folder: string, shown: string): string {
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
  } catch (error) {
    throw namedPathFault(folder, error, { ...FOLDER, shown });
  }
  throw userError(shown, FOLDER.missing, {
    expected: 'the folder of the images of a dataset',
    advice: FOLDER.advice,
  });
}

function readFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    throw namedPathFault(path, error);
  }
}

/** Undefined for a file that was removed since its folder was read. */
function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw namedPathFault(path, error);
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
