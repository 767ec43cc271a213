import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Op } from '../op';
import { normaliseWith } from './batch-norm';
import type { BatchNormOptions, RunningStatistics } from './batch-norm';
import { composedBatchNorm } from './batch-norm-composed';
import type { BatchNormAttributes, BatchNormInputs } from './batch-norm-contract';
import { celuOp } from './celu';
import type { CeluAttributes } from './celu';

/**
 * Outputs and what is saved as `batchNormOp`, and a last one for the gradient of the CELU: on native its elu, elsewhere
 * its value.
 */
export const batchNormCeluOp: Op<BatchNormInputs, BatchNormAttributes & CeluAttributes> = {
  name: 'NhatBatchNormCelu',
  savedInputs: ['x', 'scale', 'mean', 'variance'],
  savedOutputs: [false, false, false, true, true, true],
  composed: {
    forward(inputs, options) {
      const [u, ...rest] = composedBatchNorm.forward(inputs, options);
      const [y] = celuOp.composed.forward({ x: u! }, options);
      return [y!, ...rest, clone(y!)];
    },
    backward(dy, [x, scale, mean, variance, first, second, y], options) {
      const slope = celuOp.composed.backward(dy, [y!], options).x!();
      const saved = [x!, scale!, mean!, variance!, first!, second!];
      return composedBatchNorm.backward(slope, saved, options);
    },
  },
};

/** celu(batchNorm(…), alpha) with fewer passes over `x`; see `batchNorm` and `celu`. */
export const batchNormCelu = <T extends Tensor>(
  x: T,
  scale: Tensor,
  offset: Tensor,
  running: RunningStatistics,
  { alpha, ...options }: BatchNormOptions & { alpha: number },
): T => normaliseWith(batchNormCeluOp, { alpha }, x, scale, offset, running, options);
