import { plainPng } from './plain-png';

/** One row a class. */
const ROWS = 10;
const COLUMNS = 14;
const GAP = 2;

/**
 * Contact sheet as a PNG: one row a class, 14 images each, every image followed by a gap of two black pixels to its
 * right and below, so that row r begins at r · (size + 2). `pixels` is `[count, size, size, 3]`, the first images of
 * a split, whose classes take turns; places without an image stay black.
 */
export function contactSheet(pixels: Uint8Array, count: number, size: number): Uint8Array {
  const step = size + GAP;
  const [width, height] = [COLUMNS * step, ROWS * step];
  const canvas = new Uint8Array(width * height * 3);
  for (let image = 0; image < Math.min(count, ROWS * COLUMNS); image++) {
    const [column, row] = [Math.floor(image / ROWS), image % ROWS];
    for (let line = 0; line < size; line++) {
      const from = (image * size + line) * size * 3;
      const to = ((row * step + line) * width + column * step) * 3;
      canvas.set(pixels.subarray(from, from + size * 3), to);
    }
  }
  return plainPng(canvas, width, height);
}
