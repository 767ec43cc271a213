import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '@nhat/documents';
import { dataType, typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { callOp } from '../op';
import type { Op } from '../op';
import { openedEngine } from '../opened-engine';

interface Types {
  from: number;
  to: number;
}

export const castOp: Op<'x', Types> = {
  name: 'NhatCast',
  savedInputs: [],
  savedOutputs: [false],
  native: {
    forward: ({ x }, { to }) => [castTo(x, to)],
    backward: (dy, _, { from }) => ({ x: () => castTo(dy, from) }),
  },
  composed: {
    forward: ({ x }) => [clone(x)],
    backward: (dy) => ({ x: () => clone(dy) }),
  },
};

/** In the given precision; the tensor itself when it has it, as always on rungs without bfloat16. */
function inPrecision<T extends Tensor>(x: T, precision: Precision): T {
  if (openedEngine().rung !== 'native') return x;
  const from = typeOf(x);
  const to = dataType[precision];
  return from === to ? x : (callOp(castOp, { x }, { from, to })[0] as T);
}

/** In the precision of the opened engine; a backbone calls it on its images. */
export const toComputePrecision = <T extends Tensor>(x: T): T =>
  inPrecision(x, openedEngine().precision);

/** In float32: what heads, losses and readers get. */
export const toFloat32 = <T extends Tensor>(x: T): T => inPrecision(x, 'float32');
