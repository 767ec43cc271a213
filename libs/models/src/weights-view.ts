import type { Variable } from '@nhat/engine';
import type { Weights } from './weights';

/** A part of `weights`: what is made in it is called `prefix` and its name there, and belongs to `weights`. */
export const prefixed = (weights: Weights, prefix: string): Weights => view(weights, prefix, true);

/**
 * A part of `weights` that no gradient trains: its parameters are buffers of `weights`, called `prefix` and their name. An
 * encoder that follows another one (`follow`) is made in it, so that checkpoints hold it.
 */
export const untrained = (weights: Weights, prefix: string): Weights =>
  view(weights, prefix, false);

function view(weights: Weights, prefix: string, trained: boolean): Weights {
  const made = new Map<string, Variable>();
  const keep = (name: string, variable: Variable): Variable => {
    made.set(name, variable);
    return variable;
  };
  return {
    ...weights,
    parameter: (name, shape, init) =>
      keep(name, weights[trained ? 'parameter' : 'buffer'](prefix + name, shape, init)),
    buffer: (name, shape, value) => keep(name, weights.buffer(prefix + name, shape, value)),
    isFixed: (name) => weights.isFixed(prefix + name),
    variables: () => made,
  };
}
