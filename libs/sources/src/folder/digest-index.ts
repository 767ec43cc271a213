import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFault, makeFolder, sha256, writeAtomic } from '@nhat/artifacts';
import type { FilePart } from './image-bytes';
import { fileType } from './image-type';
import type { FileType } from './image-type';
import type { ListedFile } from './list-files';

/** A file with the digest of its content and the kind that it is by its content. */
export interface DigestedFile extends ListedFile {
  sha256: string;
  type: FileType;
  /** Where in the file the image stands, if it is not the whole. */
  part?: FilePart;
}

/** Files that are read at the same time. */
const IN_FLIGHT = 8;

/** A file that changed so shortly before the index was written may have changed once more in the same tick of its clock. */
const TICK = 2000;

/** Size, time, inode, digest and kind of a file. */
type Known = [size: number, mtime: number, inode: number, sha256: string, type: FileType];

interface Index {
  format: 1;
  /** When the files were looked at, in milliseconds. */
  at: number;
  files: Record<string, Known>;
}

/**
 * The digests of files below `folder`, in their order. Those of files that have the same size, time and inode as when they were
 * read last come from an index in the workspace, so that an unchanged folder is not read again.
 */
export async function digestFiles(
  root: string,
  folder: string,
  files: readonly ListedFile[],
): Promise<DigestedFile[]> {
  const path = join(root, '.nhat', 'digests', `${sha256(folder).slice(0, 16)}.json`);
  const index = readIndex(path);
  const at = Date.now();
  const found: DigestedFile[] = new Array<DigestedFile>(files.length);
  const unread: number[] = [];
  files.forEach((file, i) => {
    const known = index.files[file.name];
    const same =
      known?.[0] === file.size &&
      known[1] === file.mtime &&
      known[2] === file.inode &&
      file.mtime < index.at - TICK;
    if (same) found[i] = { ...file, sha256: known[3], type: known[4] };
    else unread.push(i);
  });
  let next = 0;
  const readOn = async (): Promise<void> => {
    while (next < unread.length) {
      const i = unread[next++]!;
      found[i] = { ...files[i]!, ...(await contentOf(files[i]!)) };
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, readOn));
  if (unread.length > 0 || Object.keys(index.files).length !== files.length) {
    writeIndex(path, { format: 1, at, files: Object.fromEntries(found.map(known)) });
  }
  return found;
}

const known = ({ name, size, mtime, inode, sha256, type }: DigestedFile): [string, Known] => [
  name,
  [size, mtime, inode, sha256, type],
];

function readIndex(path: string): Index {
  try {
    const index = JSON.parse(readFileSync(path, 'utf8')) as Index;
    if (index.format === 1) return index;
  } catch {
    // There is none yet, or it is damaged: all files are read.
  }
  return { format: 1, at: 0, files: {} };
}

function writeIndex(path: string, index: Index): void {
  try {
    makeFolder(dirname(path));
    writeAtomic(path, JSON.stringify(index), { durable: false });
  } catch {
    // On a disk that cannot be written all files are read each time.
  }
}

/** Files that are larger are no single images, and are read in pieces. */
const LARGE = 2 ** 28;

async function contentOf({ path, size }: ListedFile): Promise<{ sha256: string; type: FileType }> {
  if (size > LARGE) return { sha256: await digestInPieces(path), type: 'other' };
  const bytes = await bytesOf(path);
  return { sha256: sha256(bytes), type: fileType(bytes) };
}

async function digestInPieces(path: string): Promise<string> {
  try {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch (error) {
    throw fileFault(path, error);
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileFault(path, error);
  }
}
