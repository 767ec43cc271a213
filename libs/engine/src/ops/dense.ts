import { add, matMul, reshape, sum } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { reshapeTo } from '../native/reshape-to';
import { attribute, runOne } from '../native/run-op';
import { callOp } from '../op';
import type { Op } from '../op';

export const denseOp: Op<'x' | 'weight' | 'bias', object> = {
  name: 'NhatDense',
  savedInputs: ['x', 'weight', 'bias'],
  savedOutputs: [false],
  native: {
    forward({ x, weight, bias }) {
      const type = typeOf(x);
      const product = product2d(flat(x), castTo(weight, type), false, false);
      const attributes = [attribute.type('T', type), attribute.string('data_format', 'NHWC')];
      const y = runOne('BiasAdd', attributes, [product, castTo(bias, type)]);
      return [reshapeTo(y, outputShape(x, weight))];
    },
    backward(dy, [x, weight, bias]) {
      const type = typeOf(x!);
      const rows = flat(dy);
      return {
        x: () => reshapeTo(product2d(rows, castTo(weight!, type), false, true), x!.shape),
        weight: () => castTo(product2d(flat(x!), rows, true, false), typeOf(weight!)),
        bias: () => columnSums(castTo(rows, typeOf(bias!))),
      };
    },
  },
  composed: {
    forward({ x, weight, bias }) {
      const rows = reshape(x, [-1, weight.shape[0]!]);
      return [reshape(add(matMul(rows, weight), bias), outputShape(x, weight))];
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

/** In float32: TensorFlow would add up bfloat16 in bfloat16. */
const columnSums = (rows: Tensor): Tensor =>
  runOne(
    'BiasAddGrad',
    [attribute.type('T', typeOf(rows)), attribute.string('data_format', 'NHWC')],
    [rows],
  );

const flat = (x: Tensor): Tensor => {
  const columns = x.shape.at(-1)!;
  return reshapeTo(x, [x.size / columns, columns]);
};

const outputShape = (x: Tensor, weight: Tensor): number[] => [
  ...x.shape.slice(0, -1),
  weight.shape[1]!,
];

const product2d = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  runOne(
    'MatMul',
    [
      attribute.type('T', typeOf(a)),
      attribute.bool('transpose_a', transposeA),
      attribute.bool('transpose_b', transposeB),
    ],
    [a, b],
  );

/** x · weight + bias at every position: `x` [batch, …, in], `weight` [in, out], `bias` [out] → [batch, …, out]. */
export function dense<T extends Tensor>(x: T, weight: Tensor, bias: Tensor): T {
  if (x.shape.at(-1) !== weight.shape[0]) {
    throw new Error(`dense: x [${x.shape}] and weight [${weight.shape}] do not fit`);
  }
  return callOp(denseOp, { x, weight, bias }, {})[0] as T;
}
