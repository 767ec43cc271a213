import { matMul, reshape, tensor3d } from '@nhat/engine';
import type { Tensor3D, Tensor4D } from '@nhat/engine';

/**
 * Averages a map into `side` × `side` cells, as PyTorch's AdaptiveAvgPool2d: cell i of a length n averages
 * ⌊i · n / side⌋ … ⌈(i + 1) · n / side⌉ − 1. Cells overlap where n is no multiple, and repeat where n < side.
 * `x` [batch, height, width, channel] float32 → [batch, side², channel], row by row.
 */
export function adaptiveAverage(x: Tensor4D, side: number): Tensor3D {
  const [batch, height, width, channels] = x.shape;
  const [down, across] = [cells(height, side), cells(width, side)];
  const shares = down.flatMap((rows) =>
    across.flatMap((columns) => rows.flatMap((row) => columns.map((column) => row * column))),
  );
  const pooling = tensor3d(shares, [1, side * side, height * width]);
  return matMul(pooling, reshape(x, [batch, height * width, channels]));
}

/** The share of each of `length` values in each of `count` cells. */
function cells(length: number, count: number): number[][] {
  return Array.from({ length: count }, (_, cell) => {
    const from = Math.floor((cell * length) / count);
    const to = Math.ceil(((cell + 1) * length) / count);
    return Array.from({ length }, (_, i) => (i >= from && i < to ? 1 / (to - from) : 0));
  });
}
