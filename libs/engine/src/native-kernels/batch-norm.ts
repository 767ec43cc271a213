import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from '../native/backend';
import type { Attribute } from '../native/backend';
import { reshapeTo } from '../native/reshape-to';
import { attribute, runOp } from '../native/run-op';
import type { Implementation } from '../op';
import type { BatchNormAttributes, BatchNormInputs } from '../ops/batch-norm-contract';

/** TensorFlow's fused kernels; its running variance is the unbiased one, as wanted. */
export const nativeBatchNorm: Implementation<BatchNormInputs, BatchNormAttributes> = {
  forward: (inputs, options) =>
    forwardWith(
      (attributes, list) => runOp('FusedBatchNormV3', attributes, list, 6),
      inputs,
      options,
    ),
  backward(dy, [x, scale, mean, variance, first, second], options) {
    const statistics = options.training ? [first!, second!] : [mean!, variance!];
    const inputs = [asImages(dy), asImages(x!), scale!, ...statistics, second!];
    const [dx, dScale, dOffset] = runOp('FusedBatchNormGradV3', common(x!, options), inputs, 5);
    return {
      x: () => reshapeTo(dx!, x!.shape),
      scale: () => dScale!,
      offset: () => dOffset!,
      mean: undefined,
      variance: undefined,
    };
  },
};

/** `run` gets the attributes and inputs of FusedBatchNormV3 and returns its outputs. */
export function forwardWith(
  run: (attributes: Attribute[], inputs: Tensor[]) => Tensor[],
  { x, scale, offset, mean, variance }: Record<BatchNormInputs, Tensor>,
  options: BatchNormAttributes,
): Tensor[] {
  const attributes = [
    ...common(x, options),
    attribute.float('exponential_avg_factor', options.training ? options.momentum : 1),
  ];
  const inputs = [asImages(x), scale, offset, mean, variance];
  const [y, newMean, newVariance, first, second] = run(attributes, inputs);
  return [reshapeTo(y!, x.shape), newMean!, newVariance!, first!, second!];
}

function common(x: Tensor, { training, epsilon }: BatchNormAttributes): Attribute[] {
  return [
    attribute.type('T', typeOf(x)),
    attribute.type('U', dataType.float32),
    attribute.float('epsilon', epsilon),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', training),
  ];
}

/** [batch, …, channel] as the four axes that the kernel wants. */
const asImages = (x: Tensor): Tensor => {
  const channels = x.shape.at(-1)!;
  return x.rank === 4 ? x : reshapeTo(x, [x.size / channels, 1, 1, channels]);
};
