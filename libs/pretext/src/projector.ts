import { dense, tensor1d } from '@nhat/engine';
import type { Tensor2D } from '@nhat/engine';
import { linearUniform, normalisation } from '@nhat/models';
import type { Weights } from '@nhat/models';

/** Widths in multiples of the length of the features, at least 1 each. */
export interface ProjectorShape {
  features: number;
  hidden: number;
  outputs: number;
  /** Hidden layers. */
  layers: number;
}

/** An option for a width of a projector. */
export const widthOf = <Default extends number>(what: string, value: Default) =>
  ({
    type: 'number',
    description: `${what} of the projector, in multiples of the length of the features.`,
    default: value,
    exclusiveMinimum: 0,
    maximum: 64,
  }) as const;

/**
 * (linear → batch norm → ReLU) for each hidden layer, then linear: [images, features] → [images, outputs]. No layer has a
 * bias, because batch norm or a loss that ignores the mean cancels them. Parameters are `<name>.0.weight`, `<name>.0.norm.…`,
 * …, `<name>.out.weight`.
 */
export function projector(weights: Weights, name: string, shape: ProjectorShape) {
  const widthIn = (share: number) => Math.max(1, Math.round(shape.features * share));
  const [hidden, outputs] = [widthIn(shape.hidden), widthIn(shape.outputs)];
  const layers = Array.from({ length: shape.layers }, (_, at) => {
    const inputs = at === 0 ? shape.features : hidden;
    const weight = weights.parameter(`${name}.${at}.weight`, [inputs, hidden], linearUniform);
    const normalise = normalisation(weights, `${name}.${at}.norm`, hidden, 'relu');
    return (x: Tensor2D, training: boolean) => normalise(unbiased(x, weight, hidden), training);
  });
  const last = weights.parameter(`${name}.out.weight`, [hidden, outputs], linearUniform);
  const project = (x: Tensor2D, training: boolean): Tensor2D =>
    unbiased(
      layers.reduce((h, layer) => layer(h, training), x),
      last,
      outputs,
    );
  return { project, outputs };
}

const unbiased = (x: Tensor2D, weight: Parameters<typeof dense>[1], outputs: number): Tensor2D =>
  dense(x, weight, tensor1d(new Float32Array(outputs)));
