import { scalar, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from './backend';
import { castTo } from './cast-to';
import { attribute, runOne } from './run-op';

/** x · factor, in the type of x. */
export const scale = (x: Tensor, factor: number): Tensor =>
  tidy(() => {
    const type = typeOf(x);
    return runOne('Mul', [attribute.type('T', type)], [x, castTo(scalar(factor), type)]);
  });
