import { SHEET_COLUMNS } from '@nhat/sources/source';
import { plainPng } from './plain-png';

const GAP = 2;

/**
 * Contact sheet as a PNG with 14 columns: every image is followed by a gap of two black pixels to its right and below,
 * so that row r begins at r · (size + 2). `pixels` is `[count, size, size, 3]` and fills column by column; places
 * without an image stay black.
 */
export function contactSheet(
  pixels: Uint8Array,
  count: number,
  size: number,
  rows: number,
): Uint8Array {
  const step = size + GAP;
  const [width, height] = [SHEET_COLUMNS * step, rows * step];
  const canvas = new Uint8Array(width * height * 3);
  for (let image = 0; image < Math.min(count, rows * SHEET_COLUMNS); image++) {
    const [column, row] = [Math.floor(image / rows), image % rows];
    for (let line = 0; line < size; line++) {
      const from = (image * size + line) * size * 3;
      const to = ((row * step + line) * width + column * step) * 3;
      canvas.set(pixels.subarray(from, from + size * 3), to);
    }
  }
  return plainPng(canvas, width, height);
}
