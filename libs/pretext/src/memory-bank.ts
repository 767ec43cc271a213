import { add, mul, replaceRows, takeRows } from '@nhat/engine';
import type { Tensor1D, Tensor2D, Variable } from '@nhat/engine';
import { uniform, unitRows } from '@nhat/models';
import type { Weights } from '@nhat/models';

/**
 * One row of `width` numbers for each training image, kept with the heads: uniform in ±1 / √(width / 3), so rows start
 * with a length near 1 (the paper's released code).
 */
export const memoryBank = (heads: Weights, name: string, images: number, width: number): Variable =>
  heads.buffer(name, [images, width], uniform(1 / Math.sqrt(width / 3)));

/**
 * row ← (momentum · row + (1 − momentum) · vector) / its length, for the rows [batch] int32 and vectors [batch, width] of a
 * batch; no gradient. An image that is in the batch twice: both start from the old row, the last one stays.
 */
export function remember(
  bank: Variable,
  rows: Tensor1D,
  vectors: Tensor2D,
  momentum: number,
): void {
  const old = mul(takeRows(bank, rows), momentum);
  const mixed = add(old, mul(vectors, 1 - momentum)) as Tensor2D;
  replaceRows(bank, rows, unitRows(mixed));
}
