import { studentQuantile } from './student';

/** Degrees of freedom at which Student's t is as good as normal. */
const MANY = 2000;
const quantiles = new Map<number, number>();

/**
 * Wilson's interval of a share that was measured on `count` images, 0 … 1. It keeps its coverage with few images and shares near 0 or 1, where
 * the usual one does not. `coverage` in (0, 1).
 */
export function wilsonInterval(share: number, count: number, coverage: number): [number, number] {
  const z = quantiles.get(coverage) ?? studentQuantile(coverage, MANY);
  quantiles.set(coverage, z);
  const square = z ** 2;
  const centre = (share * count + square / 2) / (count + square);
  const half = (z * Math.sqrt(count * share * (1 - share) + square / 4)) / (count + square);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
