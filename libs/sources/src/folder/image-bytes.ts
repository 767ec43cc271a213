import { open, readFile } from 'node:fs/promises';
import type { Raw } from 'sharp';
import type { FileType } from './image-type';

/** Where in a file an image stands, if it is not the whole file. */
export interface FilePart {
  /** In bytes. */
  offset: number;
  length: number;
  /** Its values, one byte each, instead of an encoded image. */
  shape?: readonly [height: number, width: number, channels: number];
}

/** A file of an image, or a part of a file. */
export interface ImageFile {
  path: string;
  /** What it is, if its name says more than its content. */
  type?: FileType;
  part?: FilePart;
}

/** Reads the bytes of an image. Throws an error of the system, or one for a file that ends before the image does. */
export async function imageBytes({ path, part }: ImageFile): Promise<Buffer> {
  if (part === undefined) return readFile(path);
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(part.length);
    const { bytesRead } = await file.read(bytes, 0, part.length, part.offset);
    if (bytesRead === part.length) return bytes;
    throw new Error(`${path} ends before the image does`);
  } finally {
    await file.close();
  }
}

/** What sharp needs to know of values that are no encoded image. */
export const rawOf = ({ part }: ImageFile): { raw: Raw } | Record<string, never> => {
  if (part?.shape === undefined) return {};
  const [height, width, channels] = part.shape;
  return { raw: { height, width, channels: channels as 1 | 3 | 4 } };
};
