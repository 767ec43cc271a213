import type { Implementation } from '../op';
import type { BatchNormAttributes, BatchNormInputs } from '../ops/batch-norm-contract';
import type { CeluAttributes } from '../ops/celu';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';
import { scale as times } from '../native/scale';
import { nativeBatchNorm } from './batch-norm';

export const nativeBatchNormCelu: Implementation<
  BatchNormInputs,
  BatchNormAttributes & CeluAttributes
> = {
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
};
