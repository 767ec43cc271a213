import { pow } from '@nhat/random';
import type { ImageBatch } from './images';
import { LEAST_DEVIATION } from './lab';
import type { Normalisation } from './lab';

/** A row of square pictures for readers of a report, e.g. the masks that a network predicts. */
export interface PictureRow {
  /** A word for the row: `truth`, `prediction`, `output`; lower-case letters. */
  name: string;
  /** Pixels per side. */
  size: number;
  /** `[count, size, size, 3]`, sRGB bytes. */
  pixels: Uint8Array;
}

/** XYZ (D65, 2°), divided by the white point → linear sRGB: the inverse of the matrix of `labReader`. */
const MATRIX = inverse([
  [0.412453 / 0.95047, 0.35758 / 0.95047, 0.180423 / 0.95047],
  [0.212671, 0.71516, 0.072169],
  [0.019334 / 1.08883, 0.119193 / 1.08883, 0.950227 / 1.08883],
]);

/** Images in normalised LAB, as networks see and rebuild them, → sRGB bytes `[count, size, size, 3]`; colours beyond sRGB are clamped. */
export function rgbPixels({ values }: ImageBatch, { mean, std }: Normalisation): Uint8Array {
  const pixels = new Uint8Array(values.length);
  const scale = std.map((deviation) => Math.max(deviation, LEAST_DEVIATION));
  for (let at = 0; at < values.length; at += 3) {
    const [l, a, b] = [0, 1, 2].map((c) => values[at + c]! * scale[c]! + mean[c]!) as Triple;
    const y = (l + 16) / 116;
    const xyz = [y + a / 500, y, y - b / 200].map(fromCubeRoot);
    MATRIX.forEach((row, c) => {
      const linear = row.reduce((sum, factor, k) => sum + factor * xyz[k]!, 0);
      pixels[at + c] = byteOf(linear);
    });
  }
  return pixels;
}

type Triple = [number, number, number];

/** The inverse of the function f of CIE LAB. */
const fromCubeRoot = (value: number): number =>
  value > 0.206893 ? value * value * value : (value - 16 / 116) / 7.787;

/** Linear 0 … 1 → sRGB 0 … 255. */
function byteOf(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded = clamped > 0.0031308 ? 1.055 * pow(clamped, 1 / 2.4) - 0.055 : 12.92 * clamped;
  return Math.round(255 * encoded);
}

function inverse([a, b, c]: [Triple, Triple, Triple]): Triple[] {
  const cross = (p: Triple, q: Triple): Triple => [
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  ];
  const columns = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = a.reduce((sum, value, k) => sum + value * columns[0]![k]!, 0);
  return [0, 1, 2].map((row) => columns.map((column) => column[row]! / determinant) as Triple);
}
