import { nearest } from './nearest';

const ramp = (count: number, size: number, channels: number) => ({
  ...{ count, size, channels },
  values: Float32Array.from({ length: count * size * size * channels }, (_, i) => i),
});

describe('nearest', () => {
  it('takes every second pixel at half the size, from the upper left one on', () => {
    const half = nearest(ramp(2, 4, 1), 2);
    expect(half).toEqual({
      ...{ count: 2, size: 2, channels: 1 },
      values: Float32Array.of(0, 2, 8, 10, 16, 18, 24, 26),
    });
  });

  it('keeps channels together, in sizes that do not divide', () => {
    const { values } = nearest(ramp(1, 3, 2), 2);
    expect([...values]).toEqual([0, 1, 2, 3, 6, 7, 8, 9]);
  });

  it('leaves images of that size alone', () => {
    const images = ramp(1, 4, 3);
    expect(nearest(images, 4)).toBe(images);
  });
});
