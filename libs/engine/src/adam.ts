import { keep, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import { hostMoments } from './adam-host';
import { tensorMoments } from './adam-tensors';
import { openedEngine } from './opened-engine';
import { variableGradients } from './variable-gradients';

export interface AdamOptions {
  /** Default 0.8 (paper's code: betas 0.8, 0.999). */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /** Classic L2: weightDecay · parameter is added to the gradient of every parameter. Default 0. */
  weightDecay?: number;
  /** Those of the parameters that some steps do not reach: updated apart, so that they change nothing for the others. */
  seldom?: readonly Variable[];
}

/** The state of one parameter; values are exact, so a restored optimiser goes on bit for bit. */
export interface AdamRecord {
  /** Position in the list of parameters, with the moment: `0/first`, `0/second`; `steps` holds one number. */
  name: string;
  shape: number[];
  values: Float32Array;
}

export interface Optimiser {
  /** One step: loss, its gradients, update. Returns the loss, kept: the caller disposes it. */
  minimise(loss: () => Scalar, rate: number): Scalar;
  state(): Promise<AdamRecord[]>;
  restore(records: readonly AdamRecord[]): void;
  dispose(): void;
}

/**
 * Adam (Kingma & Ba 2015) with PyTorch's placement of epsilon and classic L2.
 *
 * g ← g + weightDecay · p; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * p ← p − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
 * A parameter that the loss does not reach is left alone, its moments too; t counts its missed steps as well.
 */
export function adam(parameters: readonly Variable[], options: AdamOptions = {}): Optimiser {
  const { beta1 = 0.8, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, seldom = [] } = options;
  // TensorFlow holds betas in float32; the corrections must belong to those.
  const betas = { beta1: Math.fround(beta1), beta2: Math.fround(beta2) };
  const settings = { ...betas, epsilon, weightDecay, seldom };
  const list = [...parameters];
  const { kind, loaded } = openedEngine();
  const composed = kind.capabilities.syncRead ? hostMoments : tensorMoments;
  const create = loaded.createMoments ?? composed;
  const moments = create(list, settings);
  let steps = 0;
  // β₁ᵗ and β₂ᵗ as products: the last bits of `**` are left to the JavaScript engine.
  const powers = { first: 1, second: 1 };
  const advance = () => {
    steps += 1;
    powers.first *= betas.beta1;
    powers.second *= betas.beta2;
  };

  return {
    minimise: (objective, rate) =>
      tidy(() => {
        const { loss, gradients } = variableGradients(objective, list);
        advance();
        const second = Math.sqrt(1 - powers.second);
        const correction = {
          rate: (rate * second) / (1 - powers.first),
          epsilon: epsilon * second,
        };
        moments.apply(gradients, correction);
        return keep(loss);
      }),

    async state() {
      const done = { name: 'steps', shape: [1], values: Float32Array.of(steps) };
      const read = await Promise.all(list.map((_, index) => moments.read(index)));
      const records = read.flatMap(({ first, second }, index) => {
        const shape = [...list[index]!.shape];
        return [
          { name: `${index}/first`, shape, values: first },
          { name: `${index}/second`, shape, values: second },
        ];
      });
      return [done, ...records];
    },

    restore(records) {
      const values = new Map(records.map((record) => [record.name, record.values]));
      const found = (name: string, size: number) => {
        const array = values.get(name);
        if (array?.length !== size) throw new Error(`adam: no state ${name} of ${size} values`);
        return array;
      };
      Object.assign(powers, { first: 1, second: 1 });
      const reached = found('steps', 1)[0]!;
      for (steps = 0; steps < reached;) advance();
      list.forEach(({ size }, index) => {
        moments.write(index, found(`${index}/first`, size), found(`${index}/second`, size));
      });
    },

    dispose: () => moments.dispose(),
  };
}
