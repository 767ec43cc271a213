import type { LearningMeasure } from './pretext';

/** The number of images among which one is found; chance is 1 / this. */
const POOL = 256;

/** By how much a method must do better than chance. */
const TIMES_CHANCE = 10;

/**
 * How often the vector of an image finds the key of the same image among those of `POOL` images (of all images where there are
 * fewer), by the largest dot product. `vectors` and `keys` are [images, width], row by row; images that fill no pool are left
 * out. The threshold is `TIMES_CHANCE` times chance, or half way from chance to 1 where that is less (below 20 images). Equal
 * dot products and values that are not finite count as not found, so that a constant vector finds nothing.
 */
export function matchingMeasure(
  vectors: Float32Array,
  keys: Float32Array,
  width: number,
): LearningMeasure {
  const images = vectors.length / width;
  const pool = Math.min(POOL, images);
  const compared = images - (images % pool);
  let found = 0;
  for (let i = 0; i < compared; i++) {
    const first = i - (i % pool);
    const own = dot(vectors, i, keys, i, width);
    let isFound = Number.isFinite(own);
    for (let j = first; j < first + pool && isFound; j++) {
      if (j !== i && !(dot(vectors, i, keys, j, width) < own)) isFound = false;
    }
    if (isFound) found += 1;
  }
  const chance = 1 / pool;
  const threshold = Math.min(TIMES_CHANCE * chance, (1 + chance) / 2);
  return { value: found / compared, chance, threshold };
}

function dot(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += a[i * width + k]! * b[j * width + k]!;
  return sum;
}

/** The arrays one after another. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
