import { clone, customGrad } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The same values, in any precision, with nothing behind them: no gradient gets from the result to `x`. */
export const detach = <T extends Tensor>(x: T): T =>
  // The tape sees a function without inputs; what happens inside is not recorded.
  customGrad(() => ({ value: clone(x), gradFunc: () => [] }))() as T;
