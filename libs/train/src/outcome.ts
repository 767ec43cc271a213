import { argMax, cast, crossEntropy, equal, mean } from '@nhat/engine';
import type { Scalar, Tensor1D, Tensor2D } from '@nhat/engine';

/** What a step computes: the loss, which is minimised, and measures that are only shown and recorded. */
export interface Outcome {
  loss: Scalar;
  measures: Record<string, Scalar>;
}

/** Mean cross-entropy and accuracy: `logits` [batch, class], `labels` [batch] int32. */
export function classified(logits: Tensor2D, labels: Tensor1D): Outcome {
  const right = equal(argMax(logits, 1), labels);
  return {
    loss: mean(crossEntropy(logits, labels)),
    measures: { accuracy: mean(cast(right, 'float32')) },
  };
}
