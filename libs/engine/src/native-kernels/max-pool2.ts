import { scalar } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import type { Attribute } from '../native/backend';
import { hasOneDnn, oneDnn } from '../native/one-dnn';
import { attribute, runOne, runOp } from '../native/run-op';
import type { Implementation } from '../op';

/**
 * oneDNN's pooling remembers where each maximum was. TensorFlow's public MaxPoolGrad searches again, and takes as long
 * as a convolution: for [64, 32, 32, 32] on one core 13 ms instead of 0.2, with equal results.
 */
export const nativeMaxPool2: Implementation<'x', object> = {
  forward: ({ x }) =>
    hasOneDnn()
      ? runOp('_MklNativeMaxPool', oneDnnAttributes(x), [x], 2)
      : [runOne('MaxPool', attributes(x), [x]), scalar(0, 'int32')],
  backward: (dy, [x, y, places]) => ({
    x: () =>
      hasOneDnn()
        ? runOne('_MklNativeMaxPoolGrad', oneDnnAttributes(x!), [x!, y!, dy, places!])
        : runOne('MaxPoolGrad', attributes(x!), [x!, y!, dy]),
  }),
};

const attributes = (x: Tensor): Attribute[] => [
  attribute.type('T', typeOf(x)),
  attribute.int('ksize', [1, 2, 2, 1]),
  attribute.int('strides', [1, 2, 2, 1]),
  attribute.string('padding', 'VALID'),
  attribute.string('data_format', 'NHWC'),
];

const oneDnnAttributes = (x: Tensor): Attribute[] => [
  ...attributes(x),
  attribute.bool('workspace_enabled', true),
  oneDnn(),
];
