import { mul, relu, step } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import { hasOneDnn, oneDnn } from '../native/one-dnn';
import { attribute, runOne, runOp } from '../native/run-op';
import type { Op } from '../op';
import { normaliseWith } from './batch-norm';
import type {
  BatchNormAttributes,
  BatchNormInputs,
  BatchNormOptions,
  RunningStatistics,
} from './batch-norm';
import { composedBatchNorm } from './batch-norm-composed';
import { forwardWith, nativeBatchNorm } from './batch-norm-native';

/** Outputs and what is saved as `batchNormOp`, and the value too: where it is 0 nothing comes back. */
export const batchNormReluOp: Op<BatchNormInputs, BatchNormAttributes> = {
  name: 'NhatBatchNormRelu',
  savedInputs: ['x', 'scale', 'mean', 'variance'],
  savedOutputs: [true, false, false, true, true],
  native: {
    forward: (inputs, options) =>
      forwardWith(
        (attributes, list) => {
          if (hasOneDnn()) {
            const fused = [attribute.int('num_side_inputs', 0), oneDnn()];
            fused.push(attribute.string('activation_mode', 'Relu'));
            return runOp('_MklNativeFusedBatchNormEx', [...attributes, ...fused], list, 6);
          }
          const [y, ...rest] = runOp('FusedBatchNormV3', attributes, list, 6);
          return [runOne('Relu', [attribute.type('T', typeOf(y!))], [y!]), ...rest];
        },
        inputs,
        options,
      ),
    backward(dy, [x, scale, mean, variance, y, first, second], options) {
      const open = runOne('ReluGrad', [attribute.type('T', typeOf(y!))], [dy, y!]);
      const saved = [x!, scale!, mean!, variance!, first!, second!];
      return nativeBatchNorm.backward(open, saved, options);
    },
  },
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
