import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import type { Attribute } from '../native/backend';
import { attribute, runOne } from '../native/run-op';
import type { Implementation } from '../op';

export const nativeMaxPool2: Implementation<'x', object> = {
  forward: ({ x }) => [runOne('MaxPool', attributes(x), [x])],
  backward: (dy, [x, y]) => ({
    x: () => runOne('MaxPoolGrad', attributes(x!), [x!, y!, dy]),
  }),
};

const attributes = (x: Tensor): Attribute[] => [
  attribute.type('T', typeOf(x)),
  attribute.int('ksize', [1, 2, 2, 1]),
  attribute.int('strides', [1, 2, 2, 1]),
  attribute.string('padding', 'VALID'),
  attribute.string('data_format', 'NHWC'),
];
