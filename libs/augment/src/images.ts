/** Square colour images as they are stored, sRGB bytes. */
export interface ImageSet {
  count: number;
  /** Pixels per side. */
  size: number;
  /** All in memory, `[count, size, size, 3]`, or a function that reads one of them. */
  pixels: Uint8Array | ImageReader;
}

/** Gives the bytes of an image, `[size, size, 3]`, which hold until the next call. */
export type ImageReader = (index: number) => Uint8Array;

/** Images ready for a network: `[count, size, size, channels]`. */
export interface ImageBatch {
  count: number;
  size: number;
  channels: number;
  values: Float32Array;
}

const CHANNELS = 3;

/** The bytes of image `index`, `[size, size, 3]`, which must not be changed and hold until the next call. */
export function pixelsOf({ pixels, size }: ImageSet, index: number): Uint8Array {
  if (typeof pixels === 'function') return pixels(index);
  const per = size * size * CHANNELS;
  return pixels.subarray(index * per, (index + 1) * per);
}

/** Copies of the bytes of the images `rows`, `[rows, size, size, 3]`. */
export function copiedPixels(images: ImageSet, rows: Uint32Array): Uint8Array {
  const per = images.size * images.size * CHANNELS;
  const copies = new Uint8Array(rows.length * per);
  rows.forEach((row, at) => copies.set(pixelsOf(images, row), at * per));
  return copies;
}

/** The images `rows` as a set of their own. Of images in memory it has copies, so that the others need not stay there. */
export function imagesAt(images: ImageSet, rows: Uint32Array): ImageSet {
  const { pixels, size } = images;
  const count = rows.length;
  if (typeof pixels !== 'function') return { count, size, pixels: copiedPixels(images, rows) };
  return { count, size, pixels: (index) => pixels(rows[index]!) };
}
