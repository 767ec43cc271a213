import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { namedPathFault } from '../named-path';
import type { FilePart } from './image-bytes';
import { fileType } from './image-type';
import { keptContent, readDigests, writeDigests } from './kept-digests';
import type { FileContent } from './kept-digests';
import type { ListedFile } from './list-files';

/** A file with the digest of its content and the kind that it is by its content. */
export interface DigestedFile extends ListedFile, FileContent {
  /** Where in the file the image stands, if it is not the whole. */
  part?: FilePart;
}

/** Files that are read at the same time. */
const IN_FLIGHT = 8;

/** A file that changed so shortly before the index was written may have changed once more in the same tick of its clock. */
const TICK = 2000;

/**
 * The digests of files below `folder`, in their order. Those of files that have the same size, time and inode as when they were
 * read last come from an index in the workspace, so that an unchanged folder is not read again.
 */
export async function digestFiles(
  root: string,
  folder: string,
  files: readonly ListedFile[],
): Promise<DigestedFile[]> {
  const path = join(root, '.nhat', 'digests', `${sha256(folder).slice(0, 16)}.files`);
  const kept = readDigests(path);
  const at = Date.now();
  const contentOfKept = keptContent(kept, files, kept.at - TICK);
  const found: DigestedFile[] = new Array<DigestedFile>(files.length);
  const unread: number[] = [];
  files.forEach((file, i) => {
    const content = contentOfKept(file, i);
    if (content === undefined) unread.push(i);
    else found[i] = digested(file, content);
  });
  let next = 0;
  const readOn = async (): Promise<void> => {
    while (next < unread.length) {
      const i = unread[next++]!;
      found[i] = digested(files[i]!, await contentOf(files[i]!));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, readOn));
  if (unread.length > 0 || kept.types.length !== files.length) writeDigests(path, at, found);
  return found;
}

/** Written out, because copying the properties of 100,000 objects takes a quarter of a second. */
const digested = (
  { name, path, size, mtime, inode }: ListedFile,
  { sha256, type }: FileContent,
): DigestedFile => ({ name, path, size, mtime, inode, sha256, type });

/** Files that are larger are read in pieces. */
const LARGE = 2 ** 28;

/** So many bytes of a large file say what it is. */
const FIRST_BYTES = 4096;

async function contentOf({ path, size }: ListedFile): Promise<FileContent> {
  if (size > LARGE) {
    return { sha256: await digestInPieces(path), type: fileType(await firstBytesOf(path)) };
  }
  const bytes = await bytesOf(path);
  return { sha256: sha256(bytes), type: fileType(bytes) };
}

async function digestInPieces(path: string): Promise<string> {
  try {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch (error) {
    throw namedPathFault(path, error);
  }
}

async function firstBytesOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw namedPathFault(path, error);
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw namedPathFault(path, error);
  }
}
