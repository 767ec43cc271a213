import { clone } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { typeOf } from '../native/backend';
import { attribute, runOne } from '../native/run-op';

export const nativeAdd: Implementation<'a' | 'b', object> = {
  forward: ({ a, b }) => [runOne('AddV2', [attribute.type('T', typeOf(a))], [a, b])],
  backward: (dy) => ({ a: () => clone(dy), b: () => clone(dy) }),
};
