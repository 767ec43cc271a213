import {
  clone,
  concat,
  conv2d,
  matMul,
  pad,
  reshape,
  slice,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { sizesOf } from './convolution-geometry';
import type { Window } from './convolution-geometry';

/**
 * Both gradients as forward convolutions, the only fast one of WebAssembly: the backend lacks the filter gradient
 * and has a naive input gradient (10 × slower).
 */
export const composedConvolution: Implementation<'x' | 'filter', Window> = {
  forward({ x, filter }, { stride, padding, dilation }) {
    const dilated = dilation > 1;
    // Stock conv2d refuses stride > 1 with dilation > 1; padding first keeps its meaning the same.
    const padded = padTo(x, padding, padding, x.shape[1]! + 2 * padding, x.shape[2]! + 2 * padding);
    const y = conv2d(padded, filter as Tensor4D, stride, 'valid', 'NHWC', dilated ? dilation : 1);
    return [y, clone(filter)];
  },
  backward(dy, [x, filter], window) {
    return {
      x: () => inputGradient(dy, x!.shape, filter!, window),
      filter: () => filterGradient(dy, x!, filter!, window),
    };
  },
};

/** Correlates dy, spread by the stride, with the flipped filter; `shape` of the input. */
export function inputGradient(
  dy: Tensor,
  shape: readonly number[],
  filter: Tensor,
  window: Window,
): Tensor {
  const [, height, width] = shape as [number, number, number, number];
  const [kernelHeight, kernelWidth] = sizesOf(filter);
  const { stride, padding, dilation } = window;
  const reachHeight = dilation * (kernelHeight - 1);
  const reachWidth = dilation * (kernelWidth - 1);
  const padded = padTo(
    spread(dy, stride),
    reachHeight - padding,
    reachWidth - padding,
    height + reachHeight,
    width + reachWidth,
  );
  const flipped = transpose(turned(filter), [0, 1, 3, 2]) as Tensor4D;
  return conv2d(padded, flipped, 1, 'valid', 'NHWC', dilation);
}

/** Rows and columns of a filter in reverse order; by copies, because WebAssembly reverses value by value. */
function turned(filter: Tensor): Tensor {
  const [height, width, channels, out] = sizesOf(filter);
  const places = reshape(filter, [height * width, channels * out]);
  const last = height * width - 1;
  const copies = Array.from({ length: last + 1 }, (_, i) => slice(places, [last - i, 0], [1, -1]));
  return reshape(concat(copies, 0), filter.shape);
}

/** Correlates x with dy over batch and positions: channels play the batch, the batch plays the channels. */
export function filterGradient(dy: Tensor, x: Tensor, filter: Tensor, window: Window): Tensor {
  const [, outHeight, outWidth, out] = sizesOf(dy);
  const [kernelHeight, kernelWidth, channels] = sizesOf(filter);
  const { stride, padding, dilation } = window;
  if (kernelHeight === 1 && kernelWidth === 1 && stride === 1 && padding === 0) {
    const flat = matMul(reshape(x, [-1, channels]), reshape(dy, [-1, out]), true);
    return reshape(flat, [1, 1, channels, out]);
  }
  const height = (outHeight - 1) * stride + dilation * (kernelHeight - 1) + 1;
  const width = (outWidth - 1) * stride + dilation * (kernelWidth - 1) + 1;
  const images = transpose(padTo(x, padding, padding, height, width), [3, 1, 2, 0]) as Tensor4D;
  const kernels = transpose(dy, [1, 2, 0, 3]) as Tensor4D;
  // Stride of this convolution = dilation of that one, and the other way round.
  const result = conv2d(images, kernels, dilation, 'valid', 'NHWC', stride);
  return transpose(result, [1, 2, 0, 3]);
}

/** Adds `top` rows and `left` columns of zeros (negative: removes), then fills or cuts to the given size. */
function padTo(x: Tensor, top: number, left: number, height: number, width: number): Tensor4D {
  const [batch, h, w, channels] = sizesOf(x);
  const bottom = height - h - top;
  const right = width - w - left;
  const cut = [top, bottom, left, right].some((side) => side < 0);
  const kept = cut
    ? slice(
        x,
        [0, Math.max(0, -top), Math.max(0, -left), 0],
        [
          batch,
          h + Math.min(0, top) + Math.min(0, bottom),
          w + Math.min(0, left) + Math.min(0, right),
          channels,
        ],
      )
    : x;
  const sides = [top, bottom, left, right].map((side) => Math.max(0, side));
  if (sides.every((side) => side === 0)) return kept as Tensor4D;
  const [t, b, l, r] = sides as [number, number, number, number];
  return pad(kept, [
    [0, 0],
    [t, b],
    [l, r],
    [0, 0],
  ]) as Tensor4D;
}

/** Puts `stride − 1` zeros after every row and column. */
function spread(x: Tensor, stride: number): Tensor {
  if (stride === 1) return x;
  const [batch, height, width, channels] = sizesOf(x);
  const rows = pad(reshape(x, [batch * height, 1, width * channels]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const columns = pad(reshape(rows, [batch * height * stride * width, 1, channels]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  return reshape(columns, [batch, height * stride, width * stride, channels]);
}
