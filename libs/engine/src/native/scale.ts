import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from './backend';
import { number } from './constant';
import { attribute, runOne } from './run-op';

/** x · factor, in the type of x. */
export function scale(x: Tensor, factor: number): Tensor {
  const type = typeOf(x);
  return runOne('Mul', [attribute.type('T', type)], [x, number(factor, type)]);
}
