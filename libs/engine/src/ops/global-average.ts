import { mean, mul, ones, reshape } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';
import { sizesOf } from './convolution-geometry';

export const globalAverageOp: Op<'x', object> = {
  name: 'NhatGlobalAverage',
  savedInputs: ['x'],
  savedOutputs: [false],
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
