import type { Tensor4D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Op } from '../op';
import { composedConvolution } from './conv2d-composed';
import { outputSize } from './convolution-geometry';
import type { Window } from './convolution-geometry';

export const conv2dOp: Op<'x' | 'filter', Window> = {
  name: 'NhatConv2d',
  savedInputs: ['x'],
  savedOutputs: [false, true],
  composed: composedConvolution,
};

/**
 * Convolution (cross-correlation) without bias.
 *
 * `x` [batch, height, width, in], `filter` [height, width, in, out] float32 → [batch, height′, width′, out] in the
 * precision of `x`. `padding` zeros on every side (PyTorch's rule; TensorFlow's SAME pads stride 2 unevenly).
 * A stride or a dilation, not both: WebAssembly has no kernel for that.
 * The gradient of an `x` that no parameter leads to (an image) is not computed.
 */
export function conv2d(
  x: Tensor4D,
  filter: Tensor4D,
  { stride = 1, padding = 0, dilation = 1 }: Partial<Window> = {},
): Tensor4D {
  if (stride > 1 && dilation > 1) {
    throw new Error(`conv2d: a stride or a dilation, not both (got ${stride} and ${dilation})`);
  }
  const window = { stride, padding, dilation };
  const [height, width] = [x.shape[1], x.shape[2]];
  const fits = [height, width].every((size, i) => outputSize(size, filter.shape[i]!, window) > 0);
  if (!fits || x.shape[3] !== filter.shape[2]) {
    throw new Error(`conv2d: x [${x.shape}] and filter [${filter.shape}] do not fit`);
  }
  return callOp(conv2dOp, { x, filter }, window)[0] as Tensor4D;
}
