import { mean, mul, ones, reshape } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { dataType, typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { integers } from '../native/constant';
import { reshapeTo } from '../native/reshape-to';
import { attribute, runOne } from '../native/run-op';
import { scale } from '../native/scale';
import { callOp } from '../op';
import type { Op } from '../op';
import { sizesOf } from './convolution-geometry';

export const globalAverageOp: Op<'x', object> = {
  name: 'NhatGlobalAverage',
  savedInputs: ['x'],
  savedOutputs: [false],
  native: {
    forward({ x }) {
      const attributes = [
        attribute.type('T', dataType.float32),
        attribute.type('Tidx', dataType.int32),
        attribute.bool('keep_dims', false),
      ];
      return [runOne('Mean', attributes, [castTo(x, dataType.float32), integers([1, 2])])];
    },
    backward: (dy, [x]) => ({
      x() {
        const [batch, height, width, channels] = sizesOf(x!);
        const type = typeOf(x!);
        const share = castTo(scale(dy, 1 / (height * width)), type);
        const attributes = [attribute.type('T', type), attribute.type('Tidx', dataType.int32)];
        const inputs = [reshapeTo(share, [batch, 1, 1, channels]), integers(x!.shape)];
        return runOne('BroadcastTo', attributes, inputs);
      },
    }),
  },
  composed: {
    forward: ({ x }) => [mean(x, [1, 2])],
    backward: (dy, [x]) => ({
      x() {
        const [batch, height, width, channels] = sizesOf(x!);
        const share = reshape(mul(dy, 1 / (height * width)), [batch, 1, 1, channels]);
        return mul(ones(x!.shape), share); // broadcastTo is slow in WebAssembly
      },
    }),
  },
};

/** Mean over height and width: [batch, height, width, channel] → [batch, channel], float32 in every precision. */
export const globalAverage = (x: Tensor4D): Tensor2D =>
  callOp(globalAverageOp, { x }, {})[0] as Tensor2D;
