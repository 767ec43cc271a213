import sharp from 'sharp';
import { fileFault } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { FileFault } from '../source';
import { decodeImage } from './decode-image';
import type { Background, DecodedImage, ImageFacts } from './decode-image';
import type { ImageFile } from './image-bytes';
import { inFlight } from './in-flight';
import { keptValues } from './kept';
import type { ValueRange } from './value-range';

/** What is known of each of several images. */
export interface Examined {
  /** Null for a file that gives no image. */
  facts: (ImageFacts | null)[];
  faults: FileFault[];
  /** Digests of the files that give no image. */
  unreadable: Set<string>;
}

export interface ExamineOptions {
  /** Pixels per side of what an image is decoded to. */
  size: number;
  /** Root of the workspace, which keeps what was found by digest. */
  root: string;
  /** The values that become black and white in images of more than 8 bits. */
  range?: ValueRange | undefined;
  /** Called after each image that had to be decoded. */
  onImage?: (done: number, of: number) => void;
  /** Called with the pixels of each image that had to be decoded, sRGB `[size, size, 3]`. */
  onPixels?: (sha256: string, pixels: Uint8Array) => void;
}

/** A fact of an image, or why there is none. */
type Known = ImageFacts | { fault: string };

/**
 * Decodes images as their import does, and notes what they are and which give none. What was decoded once is not decoded again. Throws a UserError for a file that the
 * system does not let it read, which says nothing of the image and is not kept.
 */
export async function examineImages(
  images: readonly { file: ImageFile & { sha256: string }; where: string }[],
  { size, root, range, onImage, onPixels }: ExamineOptions,
): Promise<Examined> {
  const name = ['facts-3', sharp.versions.sharp, size, ...(range ?? [])].join('-');
  const kept = keptValues<Known>(root, name);
  const known = kept.values;
  const open = images.filter(({ file }) => !known.has(file.sha256));
  let done = 0;
  try {
    await inFlight(open, async ({ file }) => {
      const image = await examined(file, size, range);
      known.set(file.sha256, 'fault' in image ? image : image.facts);
      if ('pixels' in image) onPixels?.(file.sha256, image.pixels);
      onImage?.(++done, open.length);
    });
  } finally {
    if (open.length > 0) kept.write();
  }
  const faults: FileFault[] = [];
  const unreadable = new Set<string>();
  const facts = images.map(({ file, where }) => {
    const one = known.get(file.sha256)!;
    if (!('fault' in one)) return one;
    faults.push({ file: where, what: one.fault });
    unreadable.add(file.sha256);
    return null;
  });
  return { facts, faults, unreadable };
}

/** What lies behind transparent pixels does not matter here. */
export const GREY: Background = [128, 128, 128];

const RUN_AGAIN = { advice: 'Run again; the other files are known then.' };

const examined = (
  file: ImageFile,
  size: number,
  range?: ValueRange,
): Promise<DecodedImage | { fault: string }> =>
  decodeImage(file, size, GREY, range).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw userError(file.path, 'was removed meanwhile', RUN_AGAIN);
    if (error.code !== undefined) throw fileFault(file.path, error);
    return { fault: error.message };
  });
