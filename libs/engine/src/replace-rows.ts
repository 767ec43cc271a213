import { add, backend, reshape, tensorScatterUpdate, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { dataType } from './native/backend';
import { attribute, runOne } from './native/run-op';
import { openedEngine } from './opened-engine';

/**
 * table[rows[i]] ← values[i], in this order, so the last of equal indices stays: `table` [count, width] float32, `rows`
 * [n] int32 in 0 … count − 1, `values` [n, width] float32. Without a gradient.
 *
 * The native engine writes into the memory of the table: a step costs as much for 100,000 rows as for 100. It copies the
 * table first when the memory is not the table's alone: the first time, since an array that was uploaded stays shared
 * with JavaScript, and when something else holds the table (a tape that saved it does, `takeRows` does not).
 */
export function replaceRows(table: Variable, rows: Tensor1D, values: Tensor2D): void {
  tidy(() => table.assign(replaced(table, rows, values)));
  written.add(table.dataId);
}

/** Memory that TensorFlow made here. */
const written = new WeakSet<object>();

function replaced(table: Variable, rows: Tensor1D, values: Tensor2D): Tensor {
  const { rung } = openedEngine();
  if (rung !== 'native' || !isSoleHolder(table)) {
    const source = rung === 'cpu' ? add(table, 0) : table; // its kernel would write into the table itself
    return tensorScatterUpdate(source, reshape(rows, [-1, 1]), values);
  }
  // Its output shares the memory of its first input.
  return runOne('InplaceUpdate', [attribute.type('T', dataType.float32)], [table, rows, values]);
}

const isSoleHolder = ({ dataId }: Variable): boolean =>
  written.has(dataId) && backend().refCount(dataId) === 1;
