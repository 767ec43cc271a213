import sharp from 'sharp';
import type { Metadata, Sharp } from 'sharp';
import { imageBytes, rawOf } from './image-bytes';
import type { ImageFile } from './image-bytes';
import { fileType, typeFault } from './image-type';
import type { FileType } from './image-type';
import { perceptualHash } from './perceptual-hash';
import { hasWideValues, scaledImage } from './value-range';
import type { ValueRange } from './value-range';

/** What a source notes of an image. */
export type ImageFacts = {
  /** Kind of the file, e.g. `jpeg`. */
  type: string;
  width: number;
  height: number;
  /** Whether all its pixels are grey. */
  grey: boolean;
  /** Whether a part of it is transparent. */
  transparent: boolean;
  /** Whether it was turned as its EXIF tag says. */
  turned: boolean;
  /** Whether its colours were those of a printer (CMYK). */
  printed: boolean;
  /** Whether it has frames or pages beside the first, which alone is used. */
  pages: boolean;
  /** Whether it has 16 bits a channel. */
  deep: boolean;
  /** Whether it is smaller than what it is resized to. */
  enlarged: boolean;
  /** 64 hex digits that similar images share, all but a few bits. */
  hash: string;
};

export interface DecodedImage {
  /** `[size, size, 3]`, sRGB. */
  pixels: Uint8Array;
  facts: ImageFacts;
}

/** An image with more pixels is refused, because such files are mostly mistakes or attacks. */
const MOST_PIXELS = 100_000_000;

/** Colour of what lies behind transparent pixels. */
export type Background = readonly [red: number, green: number, blue: number];

let isPrepared = false;

/** Several images are decoded at the same time, each by one thread. */
function prepare(): void {
  if (isPrepared) return;
  sharp.cache(false);
  sharp.concurrency(1);
  isPrepared = true;
}

/**
 * Decodes an image to `size` × `size` pixels in sRGB: turned upright by its EXIF tag, its first frame, transparent parts over
 * `background`, the short side resized to `size` by Lanczos' kernel and the middle of the long side taken. The bytes that come out
 * depend on the file, these arguments and the version of sharp alone. `range`: the values that become black and white in images of more
 * than 8 bits. Throws an error for a file that gives no whole image.
 */
export async function decodeImage(
  file: ImageFile,
  size: number,
  background: Background,
  range?: ValueRange,
): Promise<DecodedImage> {
  prepare();
  const bytes = await imageBytes(file);
  const type = typeOf(file, bytes);
  const fault = typeFault(type);
  if (fault !== undefined) throw new Error(fault);
  try {
    const options = { ...rawOf(file), limitInputPixels: MOST_PIXELS, animated: false } as const;
    const input = sharp(bytes, { ...options, failOn: 'error' });
    const metadata = await input.metadata();
    if (range === undefined) checkDepth(metadata);
    const pixels = await resized(await scaled(input, metadata, range), size, background);
    return { pixels, facts: factsOf(type, metadata, pixels, size) };
  } catch (error) {
    throw new Error(faultOf((error as Error).message));
  }
}

const typeOf = ({ part, type }: ImageFile, bytes: Uint8Array): FileType =>
  part?.shape !== undefined ? 'array' : type === 'raw' ? 'raw' : fileType(bytes);

/** What a decoder says, in one line. */
function faultOf(message: string): string {
  if (message.includes('pixel limit')) return `more than ${MOST_PIXELS / 1e6} megapixels`;
  if (/^values of type/.test(message)) return message;
  const [line = ''] = message.trim().split('\n', 1);
  const says = /^(unknown error\.?)?$/i.test(line) ? '' : ` (${line})`;
  return `damaged or cut off${says}`;
}

/** An image of 8 bits where its values have a range, else the image as it is. */
async function scaled(input: Sharp, metadata: Metadata, range?: ValueRange): Promise<Sharp> {
  if (range === undefined || !hasWideValues(metadata)) return input;
  const { data, raw } = await scaledImage(input, metadata, range);
  return sharp(data, { raw });
}

async function resized(input: Sharp, size: number, [r, g, b]: Background): Promise<Uint8Array> {
  const { data, info } = await input
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: { r, g, b } })
    .removeAlpha()
    .resize(size, size, {
      fit: 'cover',
      position: 'centre',
      kernel: 'lanczos3',
      withoutEnlargement: false,
      fastShrinkOnLoad: false,
    })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (info.channels !== 1) throw new Error(`${info.channels} channels (expected 1, 3 or 4)`);
  return Uint8Array.from({ length: data.length * 3 }, (_, at) => data[Math.floor(at / 3)]!);
}

function checkDepth({ depth }: Metadata): void {
  if (depth === undefined || ['uchar', 'ushort'].includes(depth)) return;
  throw new Error(
    `values of type ${depth} (expected 8 or 16 bits a channel, or "range" in the source, which says what becomes black and white)`,
  );
}

function factsOf(type: string, metadata: Metadata, pixels: Uint8Array, size: number): ImageFacts {
  const {
    width,
    height,
    autoOrient,
    hasAlpha,
    orientation = 1,
    space,
    pages = 1,
    depth,
  } = metadata;
  return {
    type,
    width: autoOrient?.width ?? width,
    height: autoOrient?.height ?? height,
    grey: isGrey(pixels),
    transparent: hasAlpha,
    turned: orientation > 1,
    printed: space === 'cmyk',
    pages: pages > 1,
    deep: depth === 'ushort',
    enlarged: Math.min(width, height) < size,
    hash: perceptualHash(pixels, size),
  };
}

/** Compression of grey images may leave traces of colour. */
const TRACE = 2;

/** Whether an image of `[pixels, 3]` values has no colour. */
export function isGrey(pixels: Uint8Array): boolean {
  for (let at = 0; at < pixels.length; at += 3) {
    const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    if (Math.abs(r - g) > TRACE || Math.abs(g - b) > TRACE) return false;
  }
  return true;
}

/** The colour of an image in the mean, weighted by how opaque its pixels are; `[red, green, blue, weight]` as sums. */
export async function colourSums(
  file: ImageFile,
  range?: ValueRange,
): Promise<[number, number, number, number]> {
  prepare();
  const side = 16;
  const options = { ...rawOf(file), limitInputPixels: MOST_PIXELS } as const;
  const input = sharp(await imageBytes(file), { ...options, failOn: 'error' });
  const image = range === undefined ? input : await scaled(input, await input.metadata(), range);
  const data = await image
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .resize(side, side, {
      fit: 'cover',
      position: 'centre',
      kernel: 'lanczos3',
      fastShrinkOnLoad: false,
    })
    .raw({ depth: 'uchar' })
    .toBuffer();
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const weight = data[at + 3]!;
    for (let c = 0; c < 3; c++) sums[c]! += data[at + c]! * weight;
    sums[3] += weight;
  }
  return sums;
}
