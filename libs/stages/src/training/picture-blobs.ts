import type { PictureRow } from '@nhat/augment';
import { plainPng } from '../imaging/plain-png';

/** The number of images of a node that readers of a report see. */
const SHOWN = 5;

/** The most pixels a side of a picture; larger ones keep every k-th pixel. */
const LARGEST = 64;

/**
 * The positions of up to `SHOWN` of `count` images, spread over all: the same for every node of a dataset. Classes may take turns among
 * the images, so the step between two positions has no factor 2, 3 or 5: a step of whole rounds would show one class only.
 */
export function shownRows(count: number): Uint32Array {
  let step = Math.max(1, Math.floor(count / SHOWN));
  while ([2, 3, 5].some((factor) => step % factor === 0)) step -= 1;
  return Uint32Array.from({ length: Math.min(count, SHOWN) }, (_, i) => i * step);
}

/**
 * Writes each row as a PNG of its pictures side by side; returns the blobs `picture-1-<name>`, `picture-2-<name>`, … in the order of
 * the rows. Rows that nodes have in common, such as the images, are one blob in the store. At most 62 kB a row.
 */
export async function pictureBlobs(
  rows: readonly PictureRow[],
  writeBlob: (bytes: Uint8Array) => Promise<string>,
): Promise<Record<string, string>> {
  const blobs: Record<string, string> = {};
  for (const [at, row] of rows.entries()) {
    const { size, pixels } = smaller(row);
    const count = pixels.length / (size * size * 3);
    const png = plainPng(sideBySide(pixels, count, size), count * size, size);
    blobs[`picture-${at + 1}-${row.name}`] = await writeBlob(png);
  }
  return blobs;
}

function smaller({ size, pixels }: PictureRow): Pick<PictureRow, 'size' | 'pixels'> {
  const step = Math.ceil(size / LARGEST);
  if (step === 1) return { size, pixels };
  const [side, count] = [Math.floor(size / step), pixels.length / (size * size * 3)];
  const out = new Uint8Array(count * side * side * 3);
  for (let at = 0; at < count * side * side; at++) {
    const [image, row, column] = [
      Math.floor(at / (side * side)),
      Math.floor(at / side) % side,
      at % side,
    ];
    const from = 3 * ((image * size + row * step) * size + column * step);
    out.set(pixels.subarray(from, from + 3), 3 * at);
  }
  return { size: side, pixels: out };
}

/** `[count, size, size, 3]` → `[size, count · size, 3]`. */
function sideBySide(pixels: Uint8Array, count: number, size: number): Uint8Array {
  const line = size * 3;
  const out = new Uint8Array(pixels.length);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < size; row++) {
      const from = (image * size + row) * line;
      out.set(pixels.subarray(from, from + line), (row * count + image) * line);
    }
  }
  return out;
}
