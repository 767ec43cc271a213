import { randomUniform, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { openedEngine } from './opened-engine';
import { toComputePrecision } from './ops/cast';
import { conv2d } from './ops/conv2d';
import { globalAverage } from './ops/global-average';
import { readResults } from './read';

/** GFLOP/s of the opened engine: [64, 16, 16, 64] with 64 filters 3 × 3, forward, the best of several runs. */
export async function measureConvolution(): Promise<number> {
  const { kind, facts } = openedEngine();
  const answersEarly = facts.gpu || !kind.capabilities.syncRead;
  const flops = 2 * 64 * 16 * 16 * 9 * 64 * 64;
  const [x, filter] = tidy(() => [
    toComputePrecision(randomUniform([64, 16, 16, 64], -1, 1) as Tensor4D),
    randomUniform([3, 3, 64, 64], -1, 1) as Tensor4D,
  ]) as [Tensor4D, Tensor4D];
  const convolve = () => conv2d(x, filter, { padding: 1 });
  const times: number[] = [];
  for (let run = 0; run < 8; run++) {
    const start = performance.now();
    if (answersEarly) await readResults(() => [globalAverage(convolve())]);
    else tidy(() => void convolve());
    times.push(performance.now() - start);
  }
  x.dispose();
  filter.dispose();
  return Math.round(flops / Math.min(...times) / 1e6);
}
