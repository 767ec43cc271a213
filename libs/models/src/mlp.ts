import { dense, tensor1d } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { linearUniform } from './initialisers';
import { linear, normalisation } from './layers';
import type { Weights } from './weights';

/**
 * linear(inputs → hidden, no bias) → batch norm → ReLU → linear(hidden → outputs), on the last axis; parameters are called
 * `<name>.hidden.weight`, `<name>.norm.…` and `<name>.out.…`. For heads of tasks, projectors and predictors.
 */
export function mlp(
  weights: Weights,
  name: string,
  { inputs, hidden, outputs }: { inputs: number; hidden: number; outputs: number },
) {
  const first = weights.parameter(`${name}.hidden.weight`, [inputs, hidden], linearUniform);
  const normalise = normalisation(weights, `${name}.norm`, hidden, 'relu');
  const last = linear(weights, `${name}.out`, hidden, outputs);
  return <T extends Tensor>(x: T, training: boolean): T => {
    const none = tensor1d(new Float32Array(hidden));
    return last(normalise(dense(x, first, none), training));
  };
}
