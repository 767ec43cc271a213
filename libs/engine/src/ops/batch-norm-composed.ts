import {
  add,
  avgPool,
  mean as meanOf,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import type { BatchNormAttributes, BatchNormInputs } from './batch-norm-contract';
import { sizesOf } from './convolution-geometry';

/** x̂ = (x − mean) · inverse, with inverse = 1 / √(variance + ε); kept for the gradient: mean and inverse. */
export const composedBatchNorm: Implementation<BatchNormInputs, BatchNormAttributes> = {
  forward({ x, scale, offset, mean, variance }, { training, epsilon, momentum }) {
    const batchMean = training ? channelMeans(x) : add(mean, 0);
    const centred = sub(x, batchMean);
    const batchVariance = training ? channelMeans(square(centred)) : variance;
    const inverse = rsqrt(add(batchVariance, epsilon));
    const y = add(mul(centred, mul(inverse, scale)), offset);
    const count = x.size / x.shape.at(-1)!;
    const unbiased = training ? (momentum * count) / Math.max(1, count - 1) : 0;
    const keep = training ? 1 - momentum : 1;
    return [
      y,
      add(mul(mean, keep), mul(batchMean, 1 - keep)),
      add(mul(variance, keep), mul(batchVariance, unbiased)),
      batchMean,
      inverse,
    ];
  },
  backward(dy, [x, scale, , , mean, inverse], { training }) {
    const count = x!.size / x!.shape.at(-1)!;
    const normal = mul(sub(x!, mean!), inverse!);
    const meanDy = channelMeans(dy);
    const meanDyNormal = channelMeans(mul(dy, normal));
    return {
      x: () => {
        const direct = training ? sub(sub(dy, meanDy), mul(normal, meanDyNormal)) : dy;
        return mul(direct, mul(scale!, inverse!));
      },
      scale: () => mul(meanDyNormal, count),
      offset: () => mul(meanDy, count),
      mean: undefined,
      variance: undefined,
    };
  },
};

/** [batch, …, channel] → [channel]. Over the positions by pooling: in WebAssembly five times as fast as `mean`. */
function channelMeans(x: Tensor): Tensor {
  const channels = x.shape.at(-1)!;
  if (x.rank !== 4) return meanOf(reshape(x, [-1, channels]), 0);
  const [batch, height, width] = sizesOf(x);
  const images = avgPool(x as Tensor4D, [height, width], 1, 'valid');
  return meanOf(reshape(images, [batch, channels]), 0);
}
