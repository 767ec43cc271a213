import { tensor, tensor1d, tidy, variable } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { spreadValues } from '../gradient-check';
import { openEngine } from '../open-engine';
import { presentNames } from '../testing/present-engines';
import { batchNorm } from './batch-norm';
import type { RunningStatistics } from './batch-norm';
import { batchNormCelu } from './batch-norm-celu';
import { batchNormRelu } from './batch-norm-relu';
import { celu } from './celu';
import { relu } from './relu';

type Inputs = [x: Tensor, scale: Tensor, offset: Tensor, running: RunningStatistics];

const channels = 3;
const scale = [1.5, -0.5, 2];
const offset = [0.25, 1, -3];
const oldMean = [0.1, -0.4, 5];
const oldVariance = [1, 0.25, 4];

/** The definition, in double precision. */
function naive(x: Float32Array, training: boolean, momentum: number, epsilon: number) {
  const y = new Float64Array(x.length);
  const mean: number[] = [];
  const variance: number[] = [];
  for (let c = 0; c < channels; c++) {
    const column = [...x].filter((_, i) => i % channels === c);
    const n = column.length;
    const batchMean = column.reduce((a, b) => a + b) / n;
    const batchVariance = column.reduce((a, b) => a + (b - batchMean) ** 2, 0) / n;
    const [m, v] = training ? [batchMean, batchVariance] : [oldMean[c]!, oldVariance[c]!];
    column.forEach((value, row) => {
      y[row * channels + c] = ((value - m) / Math.sqrt(v + epsilon)) * scale[c]! + offset[c]!;
    });
    const unbiased = (batchVariance * n) / (n - 1);
    mean.push(training ? (1 - momentum) * oldMean[c]! + momentum * batchMean : oldMean[c]!);
    variance.push(
      training ? (1 - momentum) * oldVariance[c]! + momentum * unbiased : oldVariance[c]!,
    );
  }
  return { y, mean, variance };
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

describe.each(presentNames())('batchNorm on %s', (engine) => {
  beforeAll(() => openEngine({ engine }));

  it.each([
    [true, [2, 3, 4, channels], 0.1, 1e-5],
    [true, [24, channels], 0.1, 1e-5],
    [true, [2, 3, 4, channels], 0.25, 0.5],
    [false, [2, 3, 4, channels], 0.1, 1e-5],
    [false, [24, channels], 0.1, 0.5],
  ])('training %s, x [%s], momentum %d, epsilon %d', (training, shape, momentum, epsilon) => {
    const x = spreadValues(shape, 1).map((value, i) => value + (i % channels));
    const expected = naive(x, training, momentum, epsilon);
    const running: { mean: Variable; variance: Variable } = {
      mean: variable(tensor1d(oldMean), false),
      variance: variable(tensor1d(oldVariance), false),
    };
    const y = tidy(() =>
      batchNorm(tensor(x, shape), tensor1d(scale), tensor1d(offset), running, {
        training,
        momentum,
        epsilon,
      }).dataSync(),
    );
    expect(worst(expected.y, y)).toBeLessThan(2e-5);
    expect(worst(expected.mean, running.mean.dataSync())).toBeLessThan(2e-6);
    expect(worst(expected.variance, running.variance.dataSync())).toBeLessThan(2e-6);
    running.mean.dispose();
    running.variance.dispose();
  });

  it.each([true, false])('fused with an activation it gives the same, training %s', (training) => {
    const shape = [2, 4, 4, channels];
    const x = spreadValues(shape, 1);
    const results = (normalise: (...inputs: Inputs) => Tensor) => {
      const mean: Variable = variable(tensor1d(oldMean), false);
      const variance: Variable = variable(tensor1d(oldVariance), false);
      const y = tidy(() =>
        normalise(tensor(x, shape), tensor1d(scale), tensor1d(offset), {
          mean,
          variance,
        }).dataSync(),
      );
      const all = [...y, ...mean.dataSync(), ...variance.dataSync()];
      mean.dispose();
      variance.dispose();
      return all;
    };
    const alpha = 0.075;
    const apart = results((...list) => relu(batchNorm(...list, { training })));
    expect(
      worst(
        apart,
        results((...list) => batchNormRelu(...list, { training })),
      ),
    ).toBeLessThan(1e-6);
    const apartCelu = results((...list) => celu(batchNorm(...list, { training }), alpha));
    const celuFused = results((...list) => batchNormCelu(...list, { training, alpha }));
    expect(worst(apartCelu, celuFused)).toBeLessThan(1e-5);
  });
});
