import { dense, tensor1d } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { linear, linearUniform, normalisation } from '@nhat/models';
import type { Weights } from '@nhat/models';

export type HeadKind = 'linear' | 'mlp';

/** [batch, inputs] → [batch, outputs], or at every position: [batch, h, w, inputs] → [batch, h, w, outputs]; float32. */
export type Head = <T extends Tensor>(features: T, training: boolean) => T;

export interface HeadPlace {
  /** Where the parameters go: `<name>.…`, other names for each kind, so that both may stand side by side. */
  heads: Weights;
  name: string;
  inputs: number;
  outputs: number;
}

/**
 * What a task puts on the features (paper code, section 3.3 of the dossier). `linear`: one linear layer with bias, the
 * only kind that finetuning uses. `mlp`: linear(inputs → inputs, no bias) → batch norm → ReLU → linear with bias.
 * On maps it works at every position, and the batch norm takes its statistics over all of them.
 */
export function createHead(kind: HeadKind, { heads, name, inputs, outputs }: HeadPlace): Head {
  if (kind === 'linear') {
    const apply = linear(heads, name, inputs, outputs);
    return (features) => apply(features);
  }
  const hidden = heads.parameter(`${name}.hidden.weight`, [inputs, inputs], linearUniform);
  const normalise = normalisation(heads, `${name}.norm`, inputs, 'relu');
  const last = linear(heads, `${name}.out`, inputs, outputs);
  return (features, training) => {
    const none = tensor1d(new Float32Array(inputs));
    return last(normalise(dense(features, hidden, none), training));
  };
}
