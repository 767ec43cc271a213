import { expandDims } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { dataType } from '../native/backend';
import { attribute, runOne, runOp } from '../native/run-op';

/** TensorFlow's kernel returns the gradient with the loss. */
export const nativeCrossEntropy: Implementation<'logits' | 'labels', object> = {
  forward({ logits, labels }) {
    const attributes = [
      attribute.type('T', dataType.float32),
      attribute.type('Tlabels', dataType.int32),
    ];
    return runOp('SparseSoftmaxCrossEntropyWithLogits', attributes, [logits, labels], 2);
  },
  backward: (dy, [slope]) => ({
    logits() {
      const column = expandDims(dy, 1);
      return runOne('Mul', [attribute.type('T', dataType.float32)], [slope!, column]);
    },
    labels: undefined,
  }),
};
