import type { Implementation } from '../op';
import { sizesOf } from '../ops/convolution-geometry';
import { dataType, typeOf } from '../native/backend';
import { castTo } from '../native/cast-to';
import { integers } from '../native/constant';
import { reshapeTo } from '../native/reshape-to';
import { attribute, runOne } from '../native/run-op';
import { scale } from '../native/scale';

/** The mean is taken in float32; its gradient has the precision of `x`. */
export const nativeGlobalAverage: Implementation<'x', object> = {
  forward({ x }) {
    const attributes = [
      attribute.type('T', dataType.float32),
      attribute.type('Tidx', dataType.int32),
      attribute.bool('keep_dims', false),
    ];
    return [runOne('Mean', attributes, [castTo(x, dataType.float32), integers([1, 2])])];
  },
  backward: (dy, [x]) => ({
    x() {
      const [batch, height, width, channels] = sizesOf(x!);
      const type = typeOf(x!);
      const share = castTo(scale(dy, 1 / (height * width)), type);
      const attributes = [attribute.type('T', type), attribute.type('Tidx', dataType.int32)];
      const inputs = [reshapeTo(share, [batch, 1, 1, channels]), integers(x!.shape)];
      return runOne('BroadcastTo', attributes, inputs);
    },
  }),
};
