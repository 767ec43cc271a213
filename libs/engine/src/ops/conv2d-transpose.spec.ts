import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import { spreadValues } from '../gradient-check';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { conv2dTranspose } from './conv2d-transpose';
import type { Window } from './convolution-geometry';

type Shape = [number, number, number, number];

/** The definition of PyTorch's ConvTranspose2d: every input value adds the filter, times itself, to the output. */
function naive(
  x: Float32Array,
  [n, h, w, c]: Shape,
  f: Float32Array,
  [kh, kw, o]: Shape,
  { stride, padding, dilation }: Window,
) {
  const oh = (h - 1) * stride - 2 * padding + dilation * (kh - 1) + 1;
  const ow = (w - 1) * stride - 2 * padding + dilation * (kw - 1) + 1;
  const y = new Float64Array(n * oh * ow * o);
  for (let b = 0; b < n; b++)
    for (let i = 0; i < h; i++)
      for (let j = 0; j < w; j++)
        for (let k = 0; k < c; k++)
          for (let p = 0; p < kh; p++)
            for (let q = 0; q < kw; q++)
              for (let out = 0; out < o; out++) {
                const row = i * stride + p * dilation - padding;
                const column = j * stride + q * dilation - padding;
                if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
                y[((b * oh + row) * ow + column) * o + out]! +=
                  x[((b * h + i) * w + j) * c + k]! * f[((p * kw + q) * o + out) * c + k]!;
              }
  return { shape: [n, oh, ow, o], values: y };
}

describe.each(presentNames())('conv2dTranspose on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  it.each([
    [4, 1, 0, 1],
    [4, 2, 1, 1],
    [4, 2, 0, 1],
    [3, 1, 1, 1],
    [3, 2, 1, 1],
    [5, 3, 2, 1],
    [2, 2, 0, 1],
    [1, 1, 0, 1],
    [3, 1, 2, 2],
  ])('kernel %i stride %i padding %i dilation %i', (kernel, stride, padding, dilation) => {
    const window = { stride, padding, dilation };
    const shape: Shape = [2, 4, 5, 3];
    const filterShape: Shape = [kernel, kernel, 6, 3];
    const [x, f] = [spreadValues(shape, 1), spreadValues(filterShape, 2)];
    const expected = naive(x, shape, f, filterShape, window);
    const [got, gotShape] = tidy(() => {
      const y = conv2dTranspose(tensor4d(x, shape), tensor4d(f, filterShape), window);
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
    expect(() => conv2dTranspose(x, filter)).toThrow(
      'conv2dTranspose: x [1,3,3,2] and filter [3,3,1,1] do not fit',
    );
    x.dispose();
    filter.dispose();
  });

  it('gives what torch.nn.functional.conv_transpose2d gives', () => {
    // x [1, 2, 2, 2] = arange / 4 − 1; weight [2, 3, 4, 4] = arange % 7 / 7 − 0.4; channels come first there.
    const x = Array.from({ length: 8 }, (_, i) => ((i % 2) * 4 + (i >> 1)) / 4 - 1);
    const f = Array.from({ length: 96 }, (_, i) => {
      const [place, out, k] = [Math.floor(i / 6), Math.floor(i / 2) % 3, i % 2];
      return (((k * 3 + out) * 16 + place) % 7) / 7 - 0.4;
    });
    const got = tidy(() => {
      const y = conv2dTranspose(tensor4d(x, [1, 2, 2, 2]), tensor4d(f, [4, 4, 3, 2]), {
        stride: 2,
        padding: 1,
      });
      return y.dataSync();
    });
    pytorch.forEach((value, i) =>
      expect(got[(i % 16) * 3 + Math.floor(i / 16)]).toBeCloseTo(value, 4),
    );
  });
});

/** Output [1, 3, 4, 4] of PyTorch 2.15 with stride 2 and padding 1. */
const pytorch = [
  -0.31429, -0.57857, 0.20714, -0.26429, 0.04286, 0.43571, -0.45714, -0.21429, -0.52857, 0.11429,
  0.47143, 0.53571, -0.07143, -0.30714, -0.23571, -0.09286, 0.4, -0.00714, 0.52857, 0.09286,
  -0.24286, -0.6, -0.74286, -0.21429, 0.68571, 0.57857, 0.43571, -0.21429, -0.07143, -0.16429,
  -0.09286, 0.05, 0.11429, 0.06429, -0.15, -0.05, -0.52857, 0.11429, 0.47143, 0.53571, -0.1,
  -0.45714, -0.6, -0.21429, -0.07143, 0.47857, 0.05, 0.44286,
];
