import { add, elu, mul, relu, sub } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';

export interface CeluAttributes {
  alpha: number;
}

/** celu(x) = α · elu(x / α), and its derivative is elu's at x / α: 1 above 0, elu + 1 below. */
export const celuOp: Op<'x', CeluAttributes> = {
  name: 'NhatCelu',
  savedInputs: [],
  savedOutputs: [true],
  composed: {
    forward: ({ x }, { alpha }) => [mul(elu(mul(x, 1 / alpha)), alpha)],
    // Where y < 0 the factor is 1 + y / α, elsewhere 1; y − relu(y) is the negative part.
    backward: (dy, [y], { alpha }) => ({
      x: () => mul(dy, add(mul(sub(y!, relu(y!)), 1 / alpha), 1)),
    }),
  },
};

/** max(0, x) + min(0, alpha · (exp(x / alpha) − 1)), any shape (Barron 2017, arXiv 1704.07483). */
export const celu = <T extends Tensor>(x: T, alpha: number): T =>
  callOp(celuOp, { x }, { alpha })[0] as T;
