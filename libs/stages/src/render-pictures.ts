import { plainPng } from './plain-png';

/** One row a class. */
const ROWS = 10;
const COLUMNS = 14;
const SAMPLES = 6;
const GAP = 2;

/** A class's images as a strip, for the report. */
export interface Strip {
  label: number;
  png: Uint8Array;
}

export interface RenderPictures {
  sheet: Uint8Array;
  strips: Strip[];
}

/**
 * Contact sheet (one row a class, up to 14 images) and strips (up to 6) from the first images of a split, whose classes
 * take turns: `pixels` is `[count, size, size, 3]`.
 */
export function renderPictures(pixels: Uint8Array, count: number, size: number): RenderPictures {
  const columns = Math.min(COLUMNS, Math.ceil(count / ROWS));
  const image = (label: number, column: number) => {
    const at = column * ROWS + label;
    return at < count
      ? pixels.subarray(at * size * size * 3, (at + 1) * size * size * 3)
      : undefined;
  };
  const rows = Array.from({ length: ROWS }, (_, label) =>
    Array.from({ length: columns }, (_, column) => image(label, column)),
  );
  return {
    sheet: mosaic(rows, size),
    strips: rows.map((row, label) => ({ label, png: mosaic([row.slice(0, SAMPLES)], size) })),
  };
}

/** Images side by side on black, two pixels apart, as a PNG. */
export function mosaic(
  rows: readonly (readonly (Uint8Array | undefined)[])[],
  size: number,
): Uint8Array {
  const step = size + GAP;
  const width = rows[0]!.length * step - GAP;
  const height = rows.length * step - GAP;
  const canvas = new Uint8Array(width * height * 3);
  rows.forEach((row, y) =>
    row.forEach((pixels, x) => {
      for (let line = 0; pixels !== undefined && line < size; line++) {
        const from = line * size * 3;
        canvas.set(
          pixels.subarray(from, from + size * 3),
          ((y * step + line) * width + x * step) * 3,
        );
      }
    }),
  );
  return plainPng(canvas, width, height);
}
