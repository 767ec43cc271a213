import type { Tensor4D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';
import { composedMaxPool2 } from './max-pool2-composed';

/** The second output holds the positions of the maxima where an engine keeps them, else 0. */
export const maxPool2Op: Op<'x', object> = {
  name: 'NhatMaxPool2',
  savedInputs: ['x'],
  savedOutputs: [true, true],
  composed: composedMaxPool2,
};

/**
 * Maximum of each 2 × 2 block: [batch, height, width, channel] → [batch, height / 2, width / 2, channel], even sizes.
 * The gradient goes to the first maximum of a block in reading order, as in PyTorch: flat areas have many ties.
 */
export function maxPool2(x: Tensor4D): Tensor4D {
  if (x.shape[1] % 2 !== 0 || x.shape[2] % 2 !== 0) {
    throw new Error(`maxPool2: height and width must be even (got [${x.shape}])`);
  }
  return callOp(maxPool2Op, { x }, {})[0] as Tensor4D;
}
