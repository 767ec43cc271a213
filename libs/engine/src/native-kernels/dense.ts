import type { Tensor } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { denseShape } from '../ops/dense';
import { typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { reshapeTo } from '../native/reshape-to';
import { attribute, runOne } from '../native/run-op';

/** Weight and bias are rounded to the precision of `x`; their gradients are float32. */
export const nativeDense: Implementation<'x' | 'weight' | 'bias', object> = {
  forward({ x, weight, bias }) {
    const type = typeOf(x);
    const product = product2d(flat(x), castTo(weight, type), false, false);
    const attributes = [attribute.type('T', type), attribute.string('data_format', 'NHWC')];
    const y = runOne('BiasAdd', attributes, [product, castTo(bias, type)]);
    return [reshapeTo(y, denseShape(x, weight))];
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
