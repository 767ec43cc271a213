import type { Kernels } from '../op';
import { addOp } from '../ops/add';
import { batchNormOp } from '../ops/batch-norm';
import { batchNormCeluOp } from '../ops/batch-norm-celu';
import { batchNormReluOp } from '../ops/batch-norm-relu';
import { castOp } from '../ops/cast';
import { celuOp } from '../ops/celu';
import { conv2dOp } from '../ops/conv2d';
import { conv2dTransposeOp } from '../ops/conv2d-transpose';
import { crossEntropyOp } from '../ops/cross-entropy';
import { denseOp } from '../ops/dense';
import { globalAverageOp } from '../ops/global-average';
import { maxPool2Op } from '../ops/max-pool2';
import { reluOp } from '../ops/relu';
import { nativeAdd } from './add';
import { nativeBatchNorm } from './batch-norm';
import { nativeBatchNormCelu } from './batch-norm-celu';
import { nativeBatchNormRelu } from './batch-norm-relu';
import { nativeCast } from './cast';
import { nativeCelu } from './celu';
import { nativeConvolution } from './conv2d';
import { nativeConv2dTranspose } from './conv2d-transpose';
import { nativeCrossEntropy } from './cross-entropy';
import { nativeDense } from './dense';
import { nativeGlobalAverage } from './global-average';
import { nativeMaxPool2 } from './max-pool2';
import { nativeRelu } from './relu';

/** The operations that TensorFlow computes by its own kernels, in both precisions. */
export const nativeKernels: Kernels = {
  [addOp.name]: nativeAdd,
  [batchNormOp.name]: nativeBatchNorm,
  [batchNormCeluOp.name]: nativeBatchNormCelu,
  [batchNormReluOp.name]: nativeBatchNormRelu,
  [castOp.name]: nativeCast,
  [celuOp.name]: nativeCelu,
  [conv2dOp.name]: nativeConvolution,
  [conv2dTransposeOp.name]: nativeConv2dTranspose,
  [crossEntropyOp.name]: nativeCrossEntropy,
  [denseOp.name]: nativeDense,
  [globalAverageOp.name]: nativeGlobalAverage,
  [maxPool2Op.name]: nativeMaxPool2,
  [reluOp.name]: nativeRelu,
};
