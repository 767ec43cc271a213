import type { Tensor } from '@nhat/engine';
import { linear, mlp } from '@nhat/models';
import type { Weights } from '@nhat/models';
import { checkFinite, firstNonFinite } from '@nhat/train';

export type HeadKind = 'linear' | 'mlp';

/**
 * A function from [batch, inputs] to [batch, outputs], or at every position from [batch, h, w, inputs] to [batch, h, w,
 * outputs]; float32.
 */
export type Head = <T extends Tensor>(features: T, training: boolean) => T;

/** Receives an output that is NaN or infinite. */
export type OnNonFinite = (value: number) => void;

/** Where a head keeps its parameters, and its size. */
export interface HeadSlot {
  /** Where the parameters go: `<name>.…`, other names for each kind, so that both may stand side by side. */
  heads: Weights;
  name: string;
  inputs: number;
  outputs: number;
}

/**
 * What a task puts on the features (as in the released code of the paper). `linear`: one linear layer with bias, the
 * only kind that finetuning uses. `mlp`: linear(inputs → inputs, no bias) → batch norm → ReLU → linear with bias.
 * On maps it works at every position, and the batch norm takes its statistics over all of them.
 */
export const createHead = (kind: HeadKind, slot: HeadSlot): Head =>
  kind === 'linear' ? linearHead(slot) : mlpHead(slot);

/** Calls `onNonFinite` when an output of a head is NaN or infinite; by default that throws a UserError. */
export function checkOutputs(outputs: Float32Array, onNonFinite: OnNonFinite = refuse): void {
  const value = firstNonFinite(outputs);
  if (value !== undefined) onNonFinite(value);
}

const refuse: OnNonFinite = (value) =>
  checkFinite([value], {
    where: 'evaluation',
    what: 'the outputs of the trained network are not finite numbers',
    advice: 'Lower peakRate of this training or of the pretraining, or lengthen warmup',
  });

function linearHead({ heads, name, inputs, outputs }: HeadSlot): Head {
  const apply = linear(heads, name, inputs, outputs);
  return (features) => apply(features);
}

function mlpHead({ heads, name, inputs, outputs }: HeadSlot): Head {
  return mlp(heads, name, { inputs, hidden: inputs, outputs });
}
