import { mul, relu, step } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Op } from '../op';
import { normaliseWith } from './batch-norm';
import type { BatchNormOptions, RunningStatistics } from './batch-norm';
import { composedBatchNorm } from './batch-norm-composed';
import type { BatchNormAttributes, BatchNormInputs } from './batch-norm-contract';

/** Outputs and what is saved as `batchNormOp`, and the value too: where it is 0 nothing comes back. */
export const batchNormReluOp: Op<BatchNormInputs, BatchNormAttributes> = {
  name: 'NhatBatchNormRelu',
  savedInputs: ['x', 'scale', 'mean', 'variance'],
  savedOutputs: [true, false, false, true, true],
  composed: {
    forward(inputs, options) {
      const [y, ...rest] = composedBatchNorm.forward(inputs, options);
      return [relu(y!), ...rest];
    },
    backward(dy, [x, scale, mean, variance, y, first, second], options) {
      const saved = [x!, scale!, mean!, variance!, first!, second!];
      return composedBatchNorm.backward(mul(dy, step(y!)), saved, options);
    },
  },
};

/** relu(batchNorm(…)) in one pass over `x`; see `batchNorm`. */
export const batchNormRelu = <T extends Tensor>(
  x: T,
  scale: Tensor,
  offset: Tensor,
  running: RunningStatistics,
  options: BatchNormOptions,
): T => normaliseWith(batchNormReluOp, {}, x, scale, offset, running, options);
