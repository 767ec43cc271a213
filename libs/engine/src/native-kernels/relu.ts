import type { Implementation } from '../op';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';

export const nativeRelu: Implementation<'x', object> = {
  forward: ({ x }) => [runOne('Relu', [attribute.type('T', typeOf(x))], [x])],
  backward: (dy, [y]) => ({
    x: () => runOne('ReluGrad', [attribute.type('T', typeOf(y!))], [dy, y!]),
  }),
};
