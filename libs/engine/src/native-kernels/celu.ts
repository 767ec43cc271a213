import type { Implementation } from '../op';
import type { CeluAttributes } from '../ops/celu';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';
import { scale } from '../native/scale';

/** Elu of x / α, times α. */
export const nativeCelu: Implementation<'x', CeluAttributes> = {
  forward({ x }, { alpha }) {
    const type = attribute.type('T', typeOf(x));
    return [scale(runOne('Elu', [type], [scale(x, 1 / alpha)]), alpha)];
  },
  backward: (dy, [y], { alpha }) => ({
    x: () => runOne('EluGrad', [attribute.type('T', typeOf(y!))], [dy, scale(y!, 1 / alpha)]),
  }),
};
