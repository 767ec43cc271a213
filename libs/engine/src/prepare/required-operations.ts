/** The TensorFlow operations that the native engine calls; an addon whose TensorFlow lacks one is not used. */
export const requiredOperations = [
  'AddV2',
  'AssignVariableOp',
  'BiasAdd',
  'BiasAddGrad',
  'BroadcastTo',
  'Cast',
  'Conv2D',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'DestroyResourceOp',
  'Elu',
  'EluGrad',
  'FusedBatchNormGradV3',
  'FusedBatchNormV3',
  'MatMul',
  'MaxPool',
  'MaxPoolGrad',
  'Mean',
  'Mul',
  'ReadVariableOp',
  'Relu',
  'ReluGrad',
  'Reshape',
  'ResourceApplyAdam',
  'SparseSoftmaxCrossEntropyWithLogits',
  'VarHandleOp',
];

/** Faster ways that only some builds have; the engine asks before it uses them. */
export const optionalOperations = [
  '_MklNativeFusedBatchNormEx',
  '_MklNativeMaxPool',
  '_MklNativeMaxPoolGrad',
];
