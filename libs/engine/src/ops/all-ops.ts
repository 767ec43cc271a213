import type { AnyOp } from '../op';
import { addOp } from './add';
import { batchNormOp } from './batch-norm';
import { batchNormCeluOp } from './batch-norm-celu';
import { batchNormReluOp } from './batch-norm-relu';
import { castOp } from './cast';
import { celuOp } from './celu';
import { conv2dOp } from './conv2d';
import { conv2dTransposeOp } from './conv2d-transpose';
import { crossEntropyOp } from './cross-entropy';
import { denseOp } from './dense';
import { globalAverageOp } from './global-average';
import { logSumExpOp } from './log-sum-exp';
import { maxPool2Op } from './max-pool2';
import { reluOp } from './relu';
import { takeRowsOp } from './take-rows';

/** Every operation that `openEngine` registers. */
export const allOps: readonly AnyOp[] = [
  addOp,
  batchNormOp,
  batchNormCeluOp,
  batchNormReluOp,
  castOp,
  celuOp,
  conv2dOp,
  conv2dTransposeOp,
  crossEntropyOp,
  denseOp,
  globalAverageOp,
  logSumExpOp,
  maxPool2Op,
  reluOp,
  takeRowsOp,
];
