import {
  cast,
  expandDims,
  logSoftmax,
  mul,
  neg,
  oneHot,
  reshape,
  softmax,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';

/** The second output is the gradient by the logits for dy = 1: softmax − one-hot. */
export const crossEntropyOp: Op<'logits' | 'labels', object> = {
  name: 'NhatCrossEntropy',
  savedInputs: [],
  savedOutputs: [false, true],
  composed: {
    forward({ logits, labels }) {
      const hot = cast(oneHot(labels, logits.shape[1]!), 'float32');
      const loss = neg(sum(mul(logSoftmax(logits), hot), 1));
      return [loss, sub(softmax(logits as Tensor2D), hot)];
    },
    backward: (dy, [slope]) => ({
      logits: () => mul(slope!, expandDims(dy, 1)),
      labels: undefined,
    }),
  },
};

/**
 * −log softmax(logits)[label] of every position: `logits` [batch, …, class] float32, `labels` [batch, …] int32 in
 * 0 … classes − 1 → [batch, …].
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Tensor1D;
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor;
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const positions = logits.shape.slice(0, -1);
  if (positions.join() !== labels.shape.join()) {
    throw new Error(
      `crossEntropy: logits [${logits.shape}] and labels [${labels.shape}] do not fit`,
    );
  }
  const rows = reshape(logits, [-1, logits.shape.at(-1)!]);
  const flat = reshape(labels, [-1]);
  const loss = callOp(crossEntropyOp, { logits: rows, labels: flat }, {})[0]!;
  return positions.length === 1 ? loss : reshape(loss, positions);
}
