import { add, mean as meanOf, mul, reshape, rsqrt, square, sub, sum } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import type { BatchNormAttributes, BatchNormInputs } from './batch-norm';

/** x̂ = (x − mean) · inverse, with inverse = 1 / √(variance + ε); kept for the gradient: mean and inverse. */
export const composedBatchNorm: Implementation<BatchNormInputs, BatchNormAttributes> = {
  forward({ x, scale, offset, mean, variance }, { training, epsilon, momentum }) {
    const rows = asRows(x);
    const count = rows.shape[0]!;
    const batchMean = training ? meanOf(rows, 0) : add(mean, 0);
    const centred = sub(rows, batchMean);
    const batchVariance = training ? meanOf(square(centred), 0) : variance;
    const inverse = rsqrt(add(batchVariance, epsilon));
    const y = add(mul(centred, mul(inverse, scale)), offset);
    const unbiased = training ? (momentum * count) / Math.max(1, count - 1) : 0;
    const keep = training ? 1 - momentum : 1;
    return [
      reshape(y, x.shape),
      add(mul(mean, keep), mul(batchMean, 1 - keep)),
      add(mul(variance, keep), mul(batchVariance, unbiased)),
      batchMean,
      inverse,
    ];
  },
  backward(dy, [x, scale, , , mean, inverse], { training }) {
    const rows = asRows(dy);
    const normal = mul(sub(asRows(x!), mean!), inverse!);
    const dOffset = sum(rows, 0);
    const dScale = sum(mul(rows, normal), 0);
    return {
      x: () => {
        const count = rows.shape[0]!;
        const direct = training
          ? sub(sub(rows, mul(dOffset, 1 / count)), mul(normal, mul(dScale, 1 / count)))
          : rows;
        return reshape(mul(direct, mul(scale!, inverse!)), x!.shape);
      },
      scale: () => dScale,
      offset: () => dOffset,
      mean: undefined,
      variance: undefined,
    };
  },
};

const asRows = (x: Tensor): Tensor => reshape(x, [-1, x.shape.at(-1)!]);
