import { randomUniform, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { openedEngine } from './opened-engine';
import { toComputePrecision } from './ops/cast';
import { conv2d } from './ops/conv2d';
import { globalAverage } from './ops/global-average';

/** GFLOP/s of the opened engine: [64, 16, 16, 64] with 64 filters 3 × 3, forward, the best of several runs. */
export function measureConvolution(): number {
  const { gpu } = openedEngine();
  const flops = 2 * 64 * 16 * 16 * 9 * 64 * 64;
  const times = tidy(() => {
    const x = toComputePrecision(randomUniform([64, 16, 16, 64], -1, 1) as Tensor4D);
    const filter = randomUniform([3, 3, 64, 64], -1, 1) as Tensor4D;
    return Array.from({ length: 8 }, () => {
      const start = performance.now();
      tidy(() => {
        const y = conv2d(x, filter, { padding: 1 });
        if (gpu) globalAverage(y).dataSync(); // a GPU answers before it has computed
      });
      return performance.now() - start;
    });
  });
  return Math.round(flops / Math.min(...times) / 1e6);
}
