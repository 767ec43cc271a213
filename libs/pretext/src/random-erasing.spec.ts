import { stream } from '@nhat/random';
import { randomErasing } from './random-erasing';

describe('randomErasing', () => {
  const [count, size, channels] = [2000, 16, 2];
  const per = size * size * channels;
  const images = { count, size, channels, values: new Float32Array(count * per).fill(9) };
  const erased = randomErasing(images, stream(1));

  /** Sides of the rectangle of image `i` that is not as it was; undefined where all is. */
  function boxOf(i: number): { height: number; width: number; changed: number } | undefined {
    const rows = new Set<number>();
    const columns = new Set<number>();
    let changed = 0;
    for (let at = 0; at < per; at++) {
      if (erased.values[i * per + at] === 9) continue;
      changed += 1;
      rows.add(Math.floor(at / (size * channels)));
      columns.add(Math.floor(at / channels) % size);
    }
    return changed > 0 ? { height: rows.size, width: columns.size, changed } : undefined;
  }

  it('fills one rectangle of half of the images with standard normal noise', () => {
    const boxes = Array.from({ length: count }, (_, i) => boxOf(i)).filter((box) => box);
    // Binomial(2000, ½): four standard deviations are 90.
    expect(Math.abs(boxes.length - count / 2)).toBeLessThan(90);
    for (const box of boxes) {
      const { height, width, changed } = box!;
      expect(changed).toBe(height * width * channels);
      // Rounding the sides moves small areas.
      expect((height * width) / (size * size)).toBeLessThan(0.4);
      expect(height * width).toBeGreaterThanOrEqual(4);
    }
    const noise = erased.values.filter((value) => value !== 9);
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const power = noise.reduce((a, b) => a + b * b, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(power - 1)).toBeLessThan(0.03);
  });

  it('leaves the given images alone and repeats itself', () => {
    expect(images.values.every((value) => value === 9)).toBe(true);
    expect(randomErasing(images, stream(1))).toEqual(erased);
    expect(randomErasing(images, stream(2))).not.toEqual(erased);
  });
});
