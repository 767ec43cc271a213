import { mul, tensor, tensor1d, tensor2d, tensor3d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { add } from './add';
import { celu } from './celu';
import { crossEntropy } from './cross-entropy';
import { dense } from './dense';
import { globalAverage } from './global-average';
import { logSumExp } from './log-sum-exp';
import { relu } from './relu';

describe.each(presentNames())('values on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  const read = (compute: () => Tensor) => tidy(() => Array.from(compute().dataSync()));
  const close = (actual: number[], expected: number[]) => {
    expect(actual).toHaveLength(expected.length);
    actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  };

  it('relu', () => {
    expect(read(() => relu(tensor1d([-2, -0.5, 0, 3])))).toEqual([0, 0, 0, 3]);
  });

  it('celu by its formula', () => {
    const x = [-5, -0.3, -0.075, -0.01, 0, 0.01, 0.5, 4];
    const formula = (v: number, alpha: number) =>
      Math.max(0, v) + Math.min(0, alpha * (Math.exp(v / alpha) - 1));
    for (const alpha of [0.075, 1]) {
      close(
        read(() => celu(tensor1d(x), alpha)),
        x.map((v) => formula(v, alpha)),
      );
    }
  });

  it('add', () => {
    expect(read(() => add(tensor1d([1, 2]), tensor1d([10, -2])))).toEqual([11, 0]);
    const [a, b] = [tensor1d([1, 2]), tensor1d([1])];
    expect(() => add(a, b)).toThrow('add: shapes differ ([2] and [1])');
    a.dispose();
    b.dispose();
  });

  it('globalAverage keeps channels apart', () => {
    const x = [1, 10, 2, 20, 3, 30, 6, 60, 0, 0, 0, 0, 0, 0, 0, 4];
    close(
      read(() => globalAverage(tensor4d(x, [2, 2, 2, 2]))),
      [3, 30, 0, 1],
    );
  });

  it('logSumExp by its formula, also of large values', () => {
    const x = [1, 2, 3, /**/ 1000, 999, -1e9, /**/ -1000, -1000, -1000];
    const expected = [
      Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)),
      1000 + Math.log(1 + Math.exp(-1)),
      -1000 + Math.log(3),
    ];
    close(
      read(() => mul(logSumExp(tensor3d(x, [1, 3, 3])), [[1, 1e-3, 1e-3]])),
      expected.map((value, i) => value * (i === 0 ? 1 : 1e-3)),
    );
  });

  it('dense at every position', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const weight = [1, 0, -1, 0.5, 2, 0];
    const expected = [2, 5, -1, 5, 9, -3, 8, 13, -5, 11, 17, -7];
    close(
      read(() => dense(tensor(x, [1, 2, 2, 2]), tensor2d(weight, [2, 3]), tensor1d([0, 1, 0]))),
      expected,
    );
  });

  it('crossEntropy by its formula, also of large logits and of maps', () => {
    const logits = [0, 1, 2, /**/ 1000, 0, -1000, /**/ -3, -3, -3, /**/ 5, 4, 0];
    const labels = [2, 1, 0, 1];
    const expected = labels.map((label, row) => {
      const values = logits.slice(3 * row, 3 * row + 3);
      const top = Math.max(...values);
      const total = values.reduce((sum, value) => sum + Math.exp(value - top), 0);
      return Math.log(total) + top - values[label]!;
    });
    close(
      read(() => crossEntropy(tensor2d(logits, [4, 3]), tensor1d(labels, 'int32'))),
      expected,
    );
    close(
      read(() => crossEntropy(tensor3d(logits, [2, 2, 3]), tensor2d(labels, [2, 2], 'int32'))),
      expected,
    );
  });
});
