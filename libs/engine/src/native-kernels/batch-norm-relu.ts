import type { Implementation } from '../op';
import type { BatchNormAttributes, BatchNormInputs } from '../ops/batch-norm-contract';
import { typeOf } from '../native/backend';
import { hasOneDnn, oneDnn } from '../native/one-dnn';
import { attribute, runOne, runOp } from '../native/run-op';
import { forwardWith, nativeBatchNorm } from './batch-norm';

export const nativeBatchNormRelu: Implementation<BatchNormInputs, BatchNormAttributes> = {
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
};
