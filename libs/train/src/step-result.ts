import { argMax, cast, crossEntropy, equal, mean } from '@nhat/engine';
import type { Scalar, Tensor1D, Tensor2D } from '@nhat/engine';

/** What a step computes: the loss, which is minimised, and metrics that are only shown and recorded. */
export interface StepResult {
  loss: Scalar;
  metrics: Record<string, Scalar>;
}

/** Mean cross-entropy and accuracy: `logits` [batch, class], `labels` [batch] int32. */
export function classified(logits: Tensor2D, labels: Tensor1D): StepResult {
  const right = equal(argMax(logits, 1), labels);
  return {
    loss: mean(crossEntropy(logits, labels)),
    metrics: { accuracy: mean(cast(right, 'float32')) },
  };
}
