import type { Tensor } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from './backend';
import { integers } from './constant';
import { attribute, runOne } from './run-op';

/** The same values in another shape, in any type; the tensor itself when it has that shape. */
export function reshapeTo(x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.length === shape.length && x.shape.every((size, i) => size === shape[i])) return x;
  const attributes = [attribute.type('T', typeOf(x)), attribute.type('Tshape', dataType.int32)];
  return runOne('Reshape', attributes, [x, integers(shape)]);
}
