export {
  argMax,
  cast,
  concat,
  dispose,
  equal,
  gather,
  keep,
  mean,
  memory,
  mul,
  reshape,
  scalar,
  slice,
  softmax,
  sub,
  sum,
  tensor,
  tensor1d,
  tensor2d,
  tensor4d,
  tidy,
  transpose,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
export type {
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Variable,
} from '@tensorflow/tfjs-core';
export { adam } from './adam';
export type { AdamOptions, AdamRecord, Optimiser } from './adam';
export { openEngine } from './open-engine';
export type { EngineOptions } from './open-engine';
export { openedEngine } from './opened-engine';
export { openedRung } from './opened-rung';
export { add } from './ops/add';
export { batchNorm } from './ops/batch-norm';
export type { BatchNormOptions, RunningStatistics } from './ops/batch-norm';
export { batchNormCelu } from './ops/batch-norm-celu';
export { batchNormRelu } from './ops/batch-norm-relu';
export { toComputePrecision, toFloat32 } from './ops/cast';
export { celu } from './ops/celu';
export { conv2d } from './ops/conv2d';
export { crossEntropy } from './ops/cross-entropy';
export { dense } from './ops/dense';
export { globalAverage } from './ops/global-average';
export { maxPool2 } from './ops/max-pool2';
export { relu } from './ops/relu';
export type { EngineFacts, Rung } from './rung';
