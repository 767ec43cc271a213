import type { Implementation } from '../op';
import type { CastAttributes } from '../ops/cast';
import { dataType } from '../native/backend';
import { castTo } from '../native/cast-to';

export const nativeCast: Implementation<'x', CastAttributes> = {
  forward: ({ x }, { to }) => [castTo(x, dataType[to])],
  backward: (dy, _, { from }) => ({ x: () => castTo(dy, dataType[from]) }),
};
