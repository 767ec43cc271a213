import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileFault, makeFolder, sha256, writeAtomic } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import type { FilePart } from '../folder/image-bytes';
import { fileType } from '../folder/image-type';
import type { FileType } from '../folder/image-type';
import type { PackedImage } from './packed-image';

/** An image of a packed file, and where its bytes are now. */
export interface UnpackedImage {
  path: string;
  part: FilePart;
  sha256: string;
  type: FileType;
  label: string | null;
  split: Split | null;
  group: string | null;
  at: string;
}

type Row = [
  offset: number,
  length: number,
  shape: NonNullable<FilePart['shape']> | null,
  sha256: string,
  type: FileType,
  label: string | null,
  split: Split | null,
  group: string | null,
  at: string,
];

interface Index {
  format: 1;
  /** Length of the file with the bytes of all images. */
  bytes: number;
  images: Row[];
}

/**
 * Brings the bytes of all images of a packed file into one file in `.nhat/unpacked`, where each can be read alone. `key` stands for the
 * content of the packed file and how it is read; what was unpacked under the same key is used again.
 */
export async function unpack(
  root: string,
  key: string,
  images: () => Iterable<PackedImage> | AsyncIterable<PackedImage>,
): Promise<UnpackedImage[]> {
  const folder = join(root, '.nhat', 'unpacked');
  const path = join(folder, `${key}.images`);
  const index = readIndex(folder, key, path) ?? (await unpacked(folder, key, path, images));
  return index.images.map(([offset, length, shape, digest, type, label, split, group, at]) => ({
    ...{ path, sha256: digest, type, label, split, group, at },
    part: shape === null ? { offset, length } : { offset, length, shape },
  }));
}

function readIndex(folder: string, key: string, path: string): Index | undefined {
  try {
    const index = JSON.parse(readFileSync(join(folder, `${key}.json`), 'utf8')) as Index;
    return index.format === 1 && statSync(path).size === index.bytes ? index : undefined;
  } catch {
    return undefined; // There is none, or it is damaged: the file is unpacked again.
  }
}

async function unpacked(
  folder: string,
  key: string,
  path: string,
  images: () => Iterable<PackedImage> | AsyncIterable<PackedImage>,
): Promise<Index> {
  makeFolder(folder);
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  const index: Index = { format: 1, bytes: 0, images: [] };
  try {
    const file = opened(part);
    try {
      for await (const image of images()) {
        index.images.push(rowOf(image, index.bytes));
        write(file, image.bytes, part);
        index.bytes += image.bytes.length;
      }
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
  writeAtomic(join(folder, `${key}.json`), JSON.stringify(index), { durable: false });
  return index;
}

/** Two images of the same values and different sides are different. */
function rowOf({ bytes, shape, label, split, group, at }: PackedImage, offset: number): Row {
  const digest =
    shape === undefined
      ? sha256(bytes)
      : sha256(Buffer.concat([Buffer.from(`array ${shape.join(' ')}\n`), bytes]));
  const type = shape === undefined ? fileType(bytes) : 'array';
  return [offset, bytes.length, shape ?? null, digest, type, label, split, group, at];
}

function opened(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    throw fileFault(path, error);
  }
}

function write(file: number, bytes: Buffer, path: string): void {
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  } catch (error) {
    throw fileFault(path, error);
  }
}
