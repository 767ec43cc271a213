import { backend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { scatterRows } from '../replace-rows';
import { dataType } from './backend';
import { attribute, runOne } from './run-op';

/**
 * Writes into the memory of the table. It copies the table first when the memory is not the table's alone: the first
 * time, because an array that was uploaded stays shared with JavaScript, and when something else holds the table (a tape
 * that saved it does, `takeRows` does not).
 */
export function replaceRowsInPlace(table: Variable, rows: Tensor1D, values: Tensor2D): void {
  const attributes = [attribute.type('T', dataType.float32)];
  tidy(() =>
    table.assign(
      isSoleHolder(table)
        ? runOne('InplaceUpdate', attributes, [table, rows, values]) // shares the memory of the table
        : scatterRows(table, rows, values),
    ),
  );
  written.add(table.dataId);
}

/** Memory that TensorFlow allocated here. */
const written = new WeakSet<object>();

const isSoleHolder = ({ dataId }: Variable): boolean =>
  written.has(dataId) && backend().refCount(dataId) === 1;
