import { mul, relu as stockRelu, step } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';

export const reluOp: Op<'x', object> = {
  name: 'NhatRelu',
  savedInputs: [],
  savedOutputs: [true],
  composed: {
    forward: ({ x }) => [stockRelu(x)],
    backward: (dy, [y]) => ({ x: () => mul(dy, step(y!)) }),
  },
};

/** max(0, x), any shape; the gradient at 0 is 0. */
export const relu = <T extends Tensor>(x: T): T => callOp(reluOp, { x }, {})[0] as T;
