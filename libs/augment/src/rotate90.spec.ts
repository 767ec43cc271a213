import fc from 'fast-check';
import { stream } from '@nhat/random';
import { rotate90 } from './rotate90';

const batchOf = (count: number, size: number, channels: number) => {
  const s = stream('rotate', size);
  const values = Float32Array.from({ length: count * size * size * channels }, () => s.normal());
  return { count, size, channels, values };
};
const turnsOf = (count: number, turns: number) => new Uint8Array(count).fill(turns);

describe('rotate90', () => {
  it('turns counter-clockwise, as numpy.rot90', () => {
    const batch = { count: 4, size: 2, channels: 1, values: new Float32Array(16) };
    batch.values.set([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    expect([...rotate90(batch, [0, 1, 2, 3]).values]).toEqual([
      ...[1, 2, 3, 4],
      ...[2, 4, 1, 3],
      ...[4, 3, 2, 1],
      ...[3, 1, 4, 2],
    ]);
  });

  it('is undone by the opposite turn, four quarters change nothing, and two quarters are one half', () => {
    const sizes = fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      size: fc.integer({ min: 1, max: 9 }),
      channels: fc.integer({ min: 1, max: 4 }),
      turns: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(sizes, ({ count, size, channels, turns }) => {
        const batch = batchOf(count, size, channels);
        const there = rotate90(batch, turnsOf(count, turns));
        expect(rotate90(there, turnsOf(count, 4 - turns))).toEqual(batch);
        const quarter = turnsOf(count, 1);
        const half = rotate90(rotate90(batch, quarter), quarter);
        expect(half).toEqual(rotate90(batch, turnsOf(count, 2)));
        expect(rotate90(rotate90(half, quarter), quarter)).toEqual(batch);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('moves whole pixels: their channels stay together', () => {
    const batch = batchOf(1, 5, 3);
    const pixels = ({ values }: { values: Float32Array }) =>
      Array.from({ length: 25 }, (_, i) => [...values.subarray(i * 3, i * 3 + 3)].join()).sort();
    expect(pixels(rotate90(batch, [1]))).toEqual(pixels(batch));
  });
});
