import { add, matMul, reshape, sum } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';

export const denseOp: Op<'x' | 'weight' | 'bias', object> = {
  name: 'NhatDense',
  savedInputs: ['x', 'weight', 'bias'],
  savedOutputs: [false],
  composed: {
    forward({ x, weight, bias }) {
      const rows = reshape(x, [-1, weight.shape[0]!]);
      return [reshape(add(matMul(rows, weight), bias), denseShape(x, weight))];
    },
    backward(dy, [x, weight]) {
      const [inputs, outputs] = weight!.shape as [number, number];
      const rows = reshape(dy, [-1, outputs]);
      return {
        x: () => reshape(matMul(rows, weight!, false, true), x!.shape),
        weight: () => matMul(reshape(x!, [-1, inputs]), rows, true),
        bias: () => sum(rows, 0),
      };
    },
  },
};

/** The shape of `dense`: [batch, …, in] and [in, out] → [batch, …, out]. */
export const denseShape = (x: Tensor, weight: Tensor): number[] => [
  ...x.shape.slice(0, -1),
  weight.shape[1]!,
];

/** x · weight + bias at every position: `x` [batch, …, in], `weight` [in, out], `bias` [out] → [batch, …, out]. */
export function dense<T extends Tensor>(x: T, weight: Tensor, bias: Tensor): T {
  if (x.shape.at(-1) !== weight.shape[0]) {
    throw new Error(`dense: x [${x.shape}] and weight [${weight.shape}] do not fit`);
  }
  return callOp(denseOp, { x, weight, bias }, {})[0] as T;
}
