import type { Implementation } from '../op';
import { transposedShape } from '../ops/conv2d-transpose';
import type { Window } from '../ops/convolution-geometry';
import { typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { integers } from '../native/constant';
import { runOne } from '../native/run-op';
import { attributes, nativeConvolution } from './conv2d';

/** A convolution from the output to `x`, run backwards: forward and gradient change places. */
export const nativeConv2dTranspose: Implementation<'x' | 'filter', Window> = {
  forward({ x, filter }, window) {
    const type = typeOf(x);
    const y = transposedShape(x, filter, window);
    const common = attributes(type, window, filter, y);
    return [runOne('Conv2DBackpropInput', common, [integers(y), castTo(filter, type), x])];
  },
  backward(dy, [x, filter], window) {
    const common = attributes(typeOf(x!), window, filter!, dy.shape);
    return {
      x: () => nativeConvolution.forward({ x: dy, filter: filter! }, window)[0]!,
      filter() {
        const slope = runOne('Conv2DBackpropFilter', common, [dy, integers(filter!.shape), x!]);
        return castTo(slope, typeOf(filter!));
      },
    };
  },
};
