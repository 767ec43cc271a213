import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import { spreadValues } from '../gradient-check';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { conv2d } from './conv2d';
import { outputSize } from './convolution-geometry';
import type { Window } from './convolution-geometry';

type Shape = [number, number, number, number];

/** The definition as seven loops. */
function naive(
  x: Float32Array,
  [n, h, w, c]: Shape,
  f: Float32Array,
  [kh, kw, , o]: Shape,
  window: Window,
) {
  const [oh, ow] = [outputSize(h, kh, window), outputSize(w, kw, window)];
  const y = new Float64Array(n * oh * ow * o);
  for (let b = 0; b < n; b++)
    for (let i = 0; i < oh; i++)
      for (let j = 0; j < ow; j++)
        for (let out = 0; out < o; out++)
          for (let p = 0; p < kh; p++)
            for (let q = 0; q < kw; q++)
              for (let k = 0; k < c; k++) {
                const row = i * window.stride + p * window.dilation - window.padding;
                const column = j * window.stride + q * window.dilation - window.padding;
                if (row < 0 || row >= h || column < 0 || column >= w) continue;
                y[((b * oh + i) * ow + j) * o + out]! +=
                  x[((b * h + row) * w + column) * c + k]! * f[((p * kw + q) * c + k) * o + out]!;
              }
  return { shape: [n, oh, ow, o], values: y };
}

describe.each(presentNames())('conv2d on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  it.each([
    [3, 1, 1, 1],
    [3, 1, 0, 1],
    [1, 1, 0, 1],
    [1, 2, 0, 1],
    [3, 2, 1, 1],
    [3, 2, 0, 1],
    [5, 1, 2, 1],
    [7, 2, 3, 1],
    [3, 1, 2, 2],
    [3, 1, 1, 2],
    [3, 3, 2, 1],
  ])('kernel %i stride %i padding %i dilation %i', (kernel, stride, padding, dilation) => {
    const window = { stride, padding, dilation };
    const shape: Shape = [2, 9, 8, 3];
    const filterShape: Shape = [kernel, kernel, 3, 5];
    const [x, f] = [spreadValues(shape, 1), spreadValues(filterShape, 2)];
    const expected = naive(x, shape, f, filterShape, window);
    const [got, gotShape] = tidy(() => {
      const y = conv2d(tensor4d(x, shape), tensor4d(f, filterShape), window);
      return [y.dataSync(), y.shape] as const;
    });
    expect(gotShape).toEqual(expected.shape);
    const worst = Math.max(...expected.values.map((value, i) => Math.abs(value - got[i]!)));
    expect(worst).toBeLessThan(2e-5);
  });

  it('refuses a filter that does not fit', () => {
    const [x, filter] = [
      tensor4d(new Float32Array(18), [1, 3, 3, 2]),
      tensor4d(new Float32Array(9), [3, 3, 1, 1]),
    ];
    expect(() => conv2d(x, filter)).toThrow('conv2d: x [1,3,3,2] and filter [3,3,1,1] do not fit');
    expect(() => conv2d(x, filter, { stride: 2, dilation: 2 })).toThrow('not both');
    x.dispose();
    filter.dispose();
  });
});
