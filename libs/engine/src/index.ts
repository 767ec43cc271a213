export {
  abs,
  argMax,
  cast,
  concat,
  dispose,
  div,
  equal,
  exp,
  gather,
  keep,
  less,
  matMul,
  maximum,
  mean,
  memory,
  mul,
  reshape,
  scalar,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  tensor3d,
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
export { chosenEngine } from './chosen-engine';
export { engineIdentity, engineRecord } from './engine-identity';
export type { EngineIdentity, EngineRecord } from './engine-identity';
export type { Capabilities, EngineFacts, EngineKind } from './engine-kind';
export { openEngine } from './open-engine';
export type { EngineOptions } from './open-engine';
export { openedCapabilities } from './opened-engine';
export { add } from './ops/add';
export { batchNorm } from './ops/batch-norm';
export type { BatchNormOptions, RunningStatistics } from './ops/batch-norm';
export { batchNormCelu } from './ops/batch-norm-celu';
export { batchNormRelu } from './ops/batch-norm-relu';
export { toComputePrecision, toFloat32 } from './ops/cast';
export { celu } from './ops/celu';
export { conv2d } from './ops/conv2d';
export { conv2dTranspose } from './ops/conv2d-transpose';
export { crossEntropy } from './ops/cross-entropy';
export { dense } from './ops/dense';
export { detach } from './ops/detach';
export { globalAverage } from './ops/global-average';
export { logSumExp } from './ops/log-sum-exp';
export { maxPool2 } from './ops/max-pool2';
export { relu } from './ops/relu';
export { takeRows } from './ops/take-rows';
export { timeOps } from './time-ops';
export type { OpTime } from './op-time';
export { read, readResults } from './read';
export type { TensorValues } from './read';
export { replaceRows } from './replace-rows';
