import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Implementation, Op } from '../op';
import { composedConvolution, filterGradient, inputGradient } from './conv2d-composed';
import { spreadSize } from './convolution-geometry';
import type { Window } from './convolution-geometry';

const composed: Implementation<'x' | 'filter', Window> = {
  forward: ({ x, filter }, window) => [
    inputGradient(x, transposedShape(x, filter, window), filter, window),
  ],
  backward: (dy, [x, filter], window) => ({
    x: () => composedConvolution.forward({ x: dy, filter: filter! }, window)[0]!,
    filter: () => filterGradient(x!, dy, filter!, window),
  }),
};

export const conv2dTransposeOp: Op<'x' | 'filter', Window> = {
  name: 'NhatConv2dTranspose',
  savedInputs: ['x', 'filter'],
  savedOutputs: [false],
  composed,
};

/** The shape of `conv2dTranspose`: [batch, height′, width′, out]. */
export const transposedShape = (x: Tensor, filter: Tensor, window: Window): number[] => [
  x.shape[0]!,
  spreadSize(x.shape[1]!, filter.shape[0]!, window),
  spreadSize(x.shape[2]!, filter.shape[1]!, window),
  filter.shape[2]!,
];

/**
 * Transposed convolution without bias: the gradient of `conv2d` by its input, PyTorch's ConvTranspose2d without
 * output padding. y[i·stride + p·dilation − padding] += x[i] · filter[p], along both axes.
 *
 * `x` [batch, height, width, in], `filter` [height, width, out, in] float32 → [batch, height′, width′, out] in the
 * precision of `x`, with height′ = (height − 1) · stride − 2 · padding + dilation · (kernel − 1) + 1.
 */
export function conv2dTranspose(
  x: Tensor4D,
  filter: Tensor4D,
  { stride = 1, padding = 0, dilation = 1 }: Partial<Window> = {},
): Tensor4D {
  const window = { stride, padding, dilation };
  const [, height, width] = transposedShape(x, filter, window);
  if (height! <= 0 || width! <= 0 || x.shape[3] !== filter.shape[3]) {
    throw new Error(`conv2dTranspose: x [${x.shape}] and filter [${filter.shape}] do not fit`);
  }
  return callOp(conv2dTransposeOp, { x, filter }, window)[0] as Tensor4D;
}
