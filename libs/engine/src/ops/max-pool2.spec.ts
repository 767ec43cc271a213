import { grad, mul, sum, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { maxPool2 } from './max-pool2';

describe.each(presentNames())('maxPool2 on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  // Two channels: one with distinct values, one with ties.
  const left = [1, 5, 2, 0, /**/ 3, -1, 9, 4, /**/ -8, -7, 0, 0, /**/ -6, -5, 0, 0];
  const right = [7, 7, 1, 2, /**/ 7, 7, 2, 2, /**/ 0, 3, 4, 4, /**/ 3, 3, 1, 4];
  const values = left.flatMap((value, i) => [value, right[i]!]);

  it('takes the maximum of every block and channel', () => {
    const y = tidy(() => [...maxPool2(tensor4d(values, [1, 4, 4, 2])).dataSync()]);
    expect(y).toEqual([5, 7, 9, 2, -5, 3, 0, 4]);
  });

  it('gives the gradient to the first maximum in reading order', () => {
    const dy = tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
    const slope = tidy(() => [
      ...grad((x) => sum(mul(maxPool2(x as Tensor4D), dy)))(
        tensor4d(values, [1, 4, 4, 2]),
      ).dataSync(),
    ]);
    const ofChannel = (channel: number) => slope.filter((_, i) => i % 2 === channel);
    expect(ofChannel(0)).toEqual([0, 1, 0, 0, /**/ 0, 0, 3, 0, /**/ 0, 0, 7, 0, /**/ 0, 5, 0, 0]);
    expect(ofChannel(1)).toEqual([2, 0, 0, 4, /**/ 0, 0, 0, 0, /**/ 0, 6, 8, 0, /**/ 0, 0, 0, 0]);
    dy.dispose();
  });

  it('refuses odd sizes', () => {
    const x = tensor4d([1, 2, 3], [1, 3, 1, 1]);
    expect(() => maxPool2(x)).toThrow('maxPool2: height and width must be even (got [1,3,1,1])');
    x.dispose();
  });
});
