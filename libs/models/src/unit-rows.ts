import { div, maximum, sqrt, square, sum } from '@nhat/engine';
import type { Tensor2D } from '@nhat/engine';

/** Each row [rows, width] divided by its length, or by 1e-12 where it is shorter; PyTorch's `normalize`. */
export const unitRows = (x: Tensor2D): Tensor2D =>
  div(x, sqrt(maximum(sum(square(x), 1, true), 1e-24)));
