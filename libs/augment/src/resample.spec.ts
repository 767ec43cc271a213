import { stream } from '@nhat/random';
import { inPlace, move, zoomed } from './placement';
import type { Box } from './placement';

const noise = (size: number, channels: number) => {
  const s = stream('resample', size);
  return Float64Array.from({ length: size * size * channels }, () => s.normal());
};

function zoomedTo(image: Float64Array, size: number, channels: number, box: Box): number[] {
  const into = new Float32Array(image.length);
  move(image, size, zoomed(inPlace, box, size), { into, at: 0, channels });
  return [...into];
}

/** Each result by its definition: the shares of all pixels of the image, by their distances in both directions. */
function naive(image: Float64Array, size: number, channels: number, box: Box): number[] {
  const shares = (at: number, step: number) => {
    const reach = Math.max(1, step);
    const raw = Array.from({ length: size }, (_, p) => Math.max(0, 1 - Math.abs(p - at) / reach));
    const total = raw.reduce((a, b) => a + b);
    return raw.map((share) => share / total);
  };
  const [wide, high] = [box.width / size, box.height / size];
  const result: number[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const rows = shares(box.y + high * (y + 0.5) - 0.5, high);
      const columns = shares(box.x + wide * (x + 0.5) - 0.5, wide);
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        rows.forEach((row, i) =>
          columns.forEach((column, j) => {
            sum += row * column * image[(i * size + j) * channels + c]!;
          }),
        );
        result.push(sum);
      }
    }
  return result;
}

const largest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, at) => Math.abs(value - b[at]!)));

describe('resample', () => {
  it.each([
    ['a part without whole steps', { x: 1, y: 3, width: 7, height: 5 }, 3],
    ['one channel', { x: 2, y: 0, width: 4, height: 8 }, 1],
    ['all of it in one direction', { x: 0, y: 2, width: 8, height: 3 }, 3],
  ] as const)('interpolates linearly: %s', (_, box, channels) => {
    const image = noise(8, channels);
    expect(largest(zoomedTo(image, 8, channels, box), naive(image, 8, channels, box))).toBeLessThan(
      1e-6,
    );
  });

  it('averages where it shrinks, so that a pattern of single pixels becomes grey', () => {
    const size = 16;
    const checks = Float64Array.from({ length: 256 }, (_, at) => (at + Math.floor(at / 16)) % 2);
    const box = { x: -16, y: -16, width: 48, height: 48 };
    const values = zoomedTo(checks, size, 1, box);
    const inside = values.filter((_, at) => at % 16 > 5 && at % 16 < 10 && at >= 96 && at < 160);
    expect(inside).toHaveLength(16);
    for (const value of inside) expect(Math.abs(value - 0.5)).toBeLessThan(0.1);
    // Without antialiasing each result is one pixel of the pattern here: 0 or 1.
    expect(values.slice(0, 80).every((value) => value === 0)).toBe(true);
  });
});
