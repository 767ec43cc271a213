import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '@nhat/documents';
import { callOp } from '../op';
import type { Op } from '../op';
import { openedEngine } from '../opened-engine';

export interface CastAttributes {
  from: Precision;
  to: Precision;
}

/** Called only on engines that have two precisions; the composed form is for those that have one. */
export const castOp: Op<'x', CastAttributes> = {
  name: 'NhatCast',
  savedInputs: [],
  savedOutputs: [false],
  composed: {
    forward: ({ x }) => [clone(x)],
    backward: (dy) => ({ x: () => clone(dy) }),
  },
};

/** In the given precision; the tensor itself when it has it, as always on engines without bfloat16. */
function inPrecision<T extends Tensor>(x: T, to: Precision): T {
  const from = openedEngine().loaded.precisionOf?.(x) ?? to;
  return from === to ? x : (callOp(castOp, { x }, { from, to })[0] as T);
}

/** In the precision of the opened engine; a backbone calls it on its images. */
export const toComputePrecision = <T extends Tensor>(x: T): T =>
  inPrecision(x, openedEngine().facts.precision);

/** In float32: what heads, losses and readers get. */
export const toFloat32 = <T extends Tensor>(x: T): T => inPrecision(x, 'float32');
