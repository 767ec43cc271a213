import type { Tensor } from '@tensorflow/tfjs-core';

/** How a filter moves over an image; PyTorch's meaning of the numbers. */
export interface Window {
  stride: number;
  /** Zeros added on each of the four sides. */
  padding: number;
  dilation: number;
}

/** Output size along one axis: ⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1. */
export const outputSize = (size: number, kernel: number, window: Window): number =>
  Math.floor((size + 2 * window.padding - window.dilation * (kernel - 1) - 1) / window.stride) + 1;

/** Output size of a transposed convolution: (size − 1) · stride − 2·padding + dilation · (kernel − 1) + 1. */
export const spreadSize = (size: number, kernel: number, window: Window): number =>
  (size - 1) * window.stride - 2 * window.padding + window.dilation * (kernel - 1) + 1;

/** What the gradients of a convolution need to know besides their tensors. */
export const sizesOf = (tensor: Tensor): [number, number, number, number] =>
  tensor.shape as [number, number, number, number];
