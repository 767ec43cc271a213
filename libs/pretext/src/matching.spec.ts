import { stream } from '@nhat/random';
import { matchingMeasure } from './matching';

const WIDTH = 8;

/** [images, WIDTH] standard normal numbers. */
function normals(images: number, seed: number): Float32Array {
  const draws = stream('matching', seed);
  return Float32Array.from({ length: images * WIDTH }, () => draws.normal());
}

describe('matchingMeasure', () => {
  it('finds every image by its own vector, among 256', () => {
    const vectors = normals(600, 1);
    const unit = vectors.map((x, at) => {
      const row = vectors.subarray(at - (at % WIDTH), at - (at % WIDTH) + WIDTH);
      return x / Math.hypot(...row);
    });
    expect(matchingMeasure(unit, unit, WIDTH)).toEqual({
      value: 1,
      chance: 1 / 256,
      threshold: 10 / 256,
    });
  });

  it('is near chance, and below its threshold, for vectors that have nothing to do with the keys', () => {
    const { value, chance, threshold } = matchingMeasure(normals(512, 1), normals(512, 2), WIDTH);
    expect(value).toBeLessThan(4 * chance);
    expect(value).toBeLessThan(threshold);
  });

  it('finds nothing by a constant vector or one that is not finite', () => {
    for (const value of [0, 1, NaN, Infinity]) {
      const same = new Float32Array(64 * WIDTH).fill(value);
      expect(matchingMeasure(same, same, WIDTH).value).toBe(0);
    }
  });

  it('asks for less than everything where there are few images', () => {
    for (const images of [2, 5, 10, 19]) {
      const { chance, threshold } = matchingMeasure(normals(images, 1), normals(images, 2), WIDTH);
      expect(chance).toBe(1 / images);
      expect(threshold).toBeGreaterThan(chance);
      expect(threshold).toBeLessThan(1);
    }
  });
});
