import { reshape, tensorScatterUpdate, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { openedEngine } from './opened-engine';

/**
 * table[rows[i]] ← values[i], in this order, so the last of equal indices stays: `table` [count, width] float32, `rows`
 * [n] int32 in 0 … count − 1, `values` [n, width] float32. Without a gradient.
 *
 * On engines that have `inPlace` a call costs as much for a table of 100,000 rows as for one of 100; others copy it.
 */
export function replaceRows(table: Variable, rows: Tensor1D, values: Tensor2D): void {
  const { loaded } = openedEngine();
  if (loaded.replaceRows) loaded.replaceRows(table, rows, values);
  else tidy(() => table.assign(scatterRows(table, rows, values)));
}

/** A table with the rows replaced, as a new tensor. */
export const scatterRows = (table: Tensor, rows: Tensor1D, values: Tensor2D): Tensor =>
  tensorScatterUpdate(table, reshape(rows, [-1, 1]), values);
