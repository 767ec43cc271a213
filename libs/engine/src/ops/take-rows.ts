import { gather } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { callOp } from '../op';
import type { Implementation, Op } from '../op';

/** The table is not saved, so that `replaceRows` may change it in place while the tape is open. */
const implementation: Implementation<'table' | 'rows', object> = {
  forward: ({ table, rows }) => [gather(table, rows as Tensor1D)],
  backward: () => ({ table: undefined, rows: undefined }),
};

export const takeRowsOp: Op<'table' | 'rows', object> = {
  name: 'NhatTakeRows',
  savedInputs: [],
  savedOutputs: [false],
  composed: implementation,
};

/** Copies of rows: `table` [count, width], `rows` [n] int32 in 0 … count − 1 → [n, width]. Without a gradient. */
export const takeRows = (table: Tensor, rows: Tensor1D): Tensor2D =>
  callOp(takeRowsOp, { table, rows }, {})[0] as Tensor2D;
