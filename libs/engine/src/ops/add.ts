import { add as stockAdd, clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';
import { callOp } from '../op';
import type { Implementation, Op } from '../op';

const backward: Implementation<'a' | 'b', object>['backward'] = (dy) => ({
  a: () => clone(dy),
  b: () => clone(dy),
});

export const addOp: Op<'a' | 'b', object> = {
  name: 'NhatAdd',
  savedInputs: [],
  savedOutputs: [false],
  native: {
    forward: ({ a, b }) => [runOne('AddV2', [attribute.type('T', typeOf(a))], [a, b])],
    backward,
  },
  composed: { forward: ({ a, b }) => [stockAdd(a, b)], backward },
};

/** a + b, both of one shape and precision. */
export function add<T extends Tensor>(a: T, b: T): T {
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(`add: shapes differ ([${a.shape}] and [${b.shape}])`);
  }
  return callOp(addOp, { a, b }, {})[0] as T;
}
