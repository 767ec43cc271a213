import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';
import { scale as times } from '../native/scale';
import type { Op } from '../op';
import { normaliseWith } from './batch-norm';
import type {
  BatchNormAttributes,
  BatchNormInputs,
  BatchNormOptions,
  RunningStatistics,
} from './batch-norm';
import { composedBatchNorm } from './batch-norm-composed';
import { nativeBatchNorm } from './batch-norm-native';
import { celuOp } from './celu';

/**
 * Outputs and what is saved as `batchNormOp`, and a last one for the gradient of the CELU: on native its elu, elsewhere
 * its value.
 */
export const batchNormCeluOp: Op<BatchNormInputs, BatchNormAttributes & { alpha: number }> = {
  name: 'NhatBatchNormCelu',
  savedInputs: ['x', 'scale', 'mean', 'variance'],
  savedOutputs: [false, false, false, true, true, true],
  native: {
    // celu(x) = α · elu(x / α): the division is one of the scale and the offset, and cancels in the gradient.
    forward(inputs, { alpha, ...options }) {
      const [scale, offset] = [times(inputs.scale, 1 / alpha), times(inputs.offset, 1 / alpha)];
      const [u, ...rest] = nativeBatchNorm.forward({ ...inputs, scale, offset }, options);
      const elu = runOne('Elu', [attribute.type('T', typeOf(u!))], [u!]);
      return [times(elu, alpha), ...rest, elu];
    },
    backward(dy, [x, scale, mean, variance, first, second, elu], options) {
      const slope = runOne('EluGrad', [attribute.type('T', typeOf(elu!))], [dy, elu!]);
      const saved = [x!, scale!, mean!, variance!, first!, second!];
      return nativeBatchNorm.backward(slope, saved, options);
    },
  },
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
