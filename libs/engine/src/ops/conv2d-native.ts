import { tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { typeOf } from '../native/backend';
import type { Attribute } from '../native/backend';
import { castTo } from '../native/cast-to';
import { attribute, runOne } from '../native/run-op';
import type { Implementation } from '../op';
import type { Window } from './convolution-geometry';

/** With bfloat16 images the filter is rounded to it; its gradient comes back as float32. */
export const nativeConvolution: Implementation<'x' | 'filter', Window> = {
  forward({ x, filter }, window) {
    const type = typeOf(x);
    return [runOne('Conv2D', attributes(type, window, filter), [x, castTo(filter, type)])];
  },
  backward(dy, [x, filter], window) {
    const type = typeOf(x!);
    const common = attributes(type, window, filter!);
    return {
      x: () => runOne('Conv2DBackpropInput', common, [shapeOf(x!), castTo(filter!, type), dy]),
      filter: () =>
        castTo(runOne('Conv2DBackpropFilter', common, [x!, shapeOf(filter!), dy]), typeOf(filter!)),
    };
  },
};

const shapeOf = (tensor: Tensor) => tensor1d(tensor.shape, 'int32');

function attributes(type: number, window: Window, filter: Tensor): Attribute[] {
  const { stride, padding, dilation } = window;
  const common = [
    attribute.type('T', type),
    attribute.int('strides', [1, stride, stride, 1]),
    attribute.int('dilations', [1, dilation, dilation, 1]),
    attribute.string('data_format', 'NHWC'),
  ];
  const same = paddingName(window, filter);
  if (same) return [...common, attribute.string('padding', same)];
  const explicit = [0, 0, padding, padding, padding, padding, 0, 0];
  return [
    ...common,
    attribute.string('padding', 'EXPLICIT'),
    attribute.int('explicit_paddings', explicit),
  ];
}

/** TensorFlow's name of this padding, if it has one: its fast kernels refuse explicit numbers (twice the time). */
function paddingName({ stride, padding, dilation }: Window, filter: Tensor) {
  if (padding === 0) return 'VALID';
  const reach = filter.shape.slice(0, 2).map((kernel) => dilation * (kernel - 1));
  const same = stride === 1 && reach.every((size) => size === 2 * padding);
  return same ? 'SAME' : undefined;
}
