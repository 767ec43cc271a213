import type { Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';
import { composedBatchNorm } from './batch-norm-composed';
import type { BatchNormAttributes, BatchNormInputs } from './batch-norm-contract';

/** Outputs: the value, the new running mean and variance, then two tensors that only the gradient knows. */
export const batchNormOp: Op<BatchNormInputs, BatchNormAttributes> = {
  name: 'NhatBatchNorm',
  savedInputs: ['x', 'scale', 'mean', 'variance'],
  savedOutputs: [false, false, false, true, true],
  composed: composedBatchNorm,
};

/** Moving estimates of a layer, float32 [channel]; changed in place by training. */
export interface RunningStatistics {
  mean: Variable;
  variance: Variable;
}

export interface BatchNormOptions {
  training: boolean;
  /** Default 1e-5. */
  epsilon?: number;
  /** Weight of the new batch in the running statistics; default 0.1. */
  momentum?: number;
}

/**
 * y = scale · (x − mean) / √(variance + epsilon) + offset, per channel (the last axis) of `x` [batch, …, channel].
 *
 * Training takes mean and (biased) variance from the batch and moves the running ones:
 * running ← (1 − momentum) · running + momentum · batch, with the unbiased variance (n / (n − 1)), as PyTorch does.
 * Otherwise the running ones are used. Statistics are float32 in every precision.
 */
export const batchNorm = <T extends Tensor>(
  x: T,
  scale: Tensor,
  offset: Tensor,
  running: RunningStatistics,
  options: BatchNormOptions,
): T => normaliseWith(batchNormOp, {}, x, scale, offset, running, options);

/** Calls an operation whose first outputs are those of `batchNormOp`, and moves the running statistics. */
export function normaliseWith<T extends Tensor, Extra extends object>(
  op: Op<BatchNormInputs, BatchNormAttributes & Extra>,
  extra: Extra,
  x: T,
  scale: Tensor,
  offset: Tensor,
  running: RunningStatistics,
  { training, epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions,
): T {
  const inputs = { x, scale, offset, mean: running.mean, variance: running.variance };
  const attributes = { ...extra, training, epsilon, momentum };
  const [y, mean, variance] = callOp(op, inputs, attributes);
  if (training) {
    running.mean.assign(mean as Tensor1D);
    running.variance.assign(variance as Tensor1D);
  }
  mean!.dispose();
  variance!.dispose();
  return y as T;
}
