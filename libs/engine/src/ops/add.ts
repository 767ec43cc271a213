import { add as stockAdd, clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';

export const addOp: Op<'a' | 'b', object> = {
  name: 'NhatAdd',
  savedInputs: [],
  savedOutputs: [false],
  composed: {
    forward: ({ a, b }) => [stockAdd(a, b)],
    backward: (dy) => ({ a: () => clone(dy), b: () => clone(dy) }),
  },
};

/** a + b, both of one shape and precision. */
export function add<T extends Tensor>(a: T, b: T): T {
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(`add: shapes differ ([${a.shape}] and [${b.shape}])`);
  }
  return callOp(addOp, { a, b }, {})[0] as T;
}
