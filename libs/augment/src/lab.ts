import { pow } from '@nhat/random';

/** Mean and standard deviation of L, a and b over the training images of a dataset. */
export interface Normalisation {
  mean: readonly number[];
  std: readonly number[];
}

/**
 * The smallest deviation by which a channel is divided (L reaches from 0 to 100). Images in grey or in one colour have smaller
 * ones, which are rounding errors or 0; divided by these, rounding errors would look like colours, or values would be NaN.
 */
export const LEAST_DEVIATION = 1;

/**
 * The share of the variance of L, a and b that is in the colours a and b, 0 … 1; a channel whose deviation is below
 * `LEAST_DEVIATION` counts as constant. It is 0 for images in grey and in one colour.
 */
export function chromaShare({ std }: Pick<Normalisation, 'std'>): number {
  const [lightness, a, b] = std.map((deviation) =>
    deviation < LEAST_DEVIATION ? 0 : deviation * deviation,
  ) as [number, number, number];
  return a + b === 0 ? 0 : (a + b) / (lightness + a + b);
}

/**
 * Writes `count` pixels, from pixel `first` of `pixels` (sRGB, 3 bytes each), to `into` from element `at` as
 * normalised L, a, b: (value − mean) / std, with std at least `LEAST_DEVIATION`.
 */
export type LabReader = (
  pixels: Uint8Array,
  first: number,
  count: number,
  into: Float32Array,
  at: number,
) => void;

/** Linear sRGB → XYZ (D65, 2°), each row divided by the white point: the constants of scikit-image. */
export const XYZ_OF_RGB = [
  [0.412453 / 0.95047, 0.35758 / 0.95047, 0.180423 / 0.95047],
  [0.212671, 0.71516, 0.072169],
  [0.019334 / 1.08883, 0.119193 / 1.08883, 0.950227 / 1.08883],
] as const;

/** Cells of the table of f; its linear interpolation is within 1e-3 of the formula in L, a and b. */
const CELLS = 8192;

interface Tables {
  /** [9, 256]: what channel c with value v adds to X, Y or Z, in cells. */
  parts: Float64Array;
  /** f at the corners of the cells. */
  f: Float64Array;
}

let tables: Tables | undefined;

function makeTables(): Tables {
  const parts = new Float64Array(9 * 256);
  for (let value = 0; value < 256; value++) {
    const x = value / 255;
    const linear = x > 0.04045 ? pow((x + 0.055) / 1.055, 2.4) : x / 12.92;
    for (let k = 0; k < 9; k++) {
      parts[k * 256 + value] = XYZ_OF_RGB[Math.floor(k / 3)]![k % 3]! * linear * CELLS;
    }
  }
  const f = Float64Array.from({ length: CELLS + 3 }, (_, cell) => {
    const t = cell / CELLS;
    return t > 0.008856 ? pow(t, 1 / 3) : 7.787 * t + 16 / 116;
  });
  return { parts, f };
}

/**
 * sRGB bytes → normalised CIE LAB (paper code: scikit-image rgb2lab, D65), by tables: about 10 ns a pixel and the
 * same bits on every machine.
 */
export function labReader({ mean, std: measured }: Normalisation): LabReader {
  const { parts, f } = (tables ??= makeTables());
  const std = measured.map((deviation) => Math.max(deviation, LEAST_DEVIATION));
  const scale = [116 / std[0]!, 500 / std[1]!, 200 / std[2]!] as const;
  const shift = [-(16 + mean[0]!) / std[0]!, -mean[1]! / std[1]!, -mean[2]! / std[2]!] as const;
  const [scaleL, scaleA, scaleB] = scale;
  const [shiftL, shiftA, shiftB] = shift;
  return (pixels, first, count, into, at) => {
    let to = at;
    for (let from = first * 3, end = from + count * 3; from < end; from += 3, to += 3) {
      const r = pixels[from]!;
      const g = pixels[from + 1]!;
      const b = pixels[from + 2]!;
      const x = parts[r]! + parts[256 + g]! + parts[512 + b]!;
      const y = parts[768 + r]! + parts[1024 + g]! + parts[1280 + b]!;
      const z = parts[1536 + r]! + parts[1792 + g]! + parts[2048 + b]!;
      const i = x | 0;
      const j = y | 0;
      const k = z | 0;
      const fx = f[i]! + (x - i) * (f[i + 1]! - f[i]!);
      const fy = f[j]! + (y - j) * (f[j + 1]! - f[j]!);
      const fz = f[k]! + (z - k) * (f[k + 1]! - f[k]!);
      into[to] = fy * scaleL + shiftL;
      into[to + 1] = (fx - fy) * scaleA + shiftA;
      into[to + 2] = (fy - fz) * scaleB + shiftB;
    }
  };
}

/** Mean and standard deviation of L, a, b over pixels given as sRGB bytes, chunk by chunk. */
export function labStatistics(chunks: Iterable<Uint8Array>): { mean: number[]; std: number[] } {
  const read = labReader({ mean: [0, 0, 0], std: [1, 1, 1] });
  const lab = new Float32Array(3 * 1024);
  const sums = new Float64Array(6);
  let pixels = 0;
  for (const chunk of chunks) {
    const all = chunk.length / 3;
    for (let first = 0; first < all; first += 1024) {
      const count = Math.min(1024, all - first);
      read(chunk, first, count, lab, 0);
      for (let at = 0; at < count * 3; at++) {
        const value = lab[at]!;
        sums[at % 3]! += value;
        sums[3 + (at % 3)]! += value * value;
      }
    }
    pixels += all;
  }
  const mean = [0, 1, 2].map((c) => sums[c]! / pixels);
  const std = mean.map((m, c) => Math.sqrt(Math.max(0, sums[3 + c]! / pixels - m * m)));
  return { mean, std };
}
