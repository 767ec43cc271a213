import {
  cast,
  concat,
  equal,
  maxPool,
  mul,
  reshape,
  scalar,
  slice,
  sub,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { sizesOf } from './convolution-geometry';

/** The corners of a block in reading order: row, column. */
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

export const composedMaxPool2: Implementation<'x', object> = {
  forward: ({ x }) => [maxPool(x as Tensor4D, 2, 2, 'valid'), scalar(0, 'int32')],
  backward: (dy, [x, y]) => ({ x: () => spreadToFirstMaximum(dy, x!, y!) }),
};

function spreadToFirstMaximum(dy: Tensor, x: Tensor, y: Tensor): Tensor {
  const [batch, height, width, channels] = sizesOf(x);
  // Row pairs first, then columns with their channels side by side: a corner is a slice of axes 1 and 3.
  const blocks = reshape(x, [(batch * height) / 2, 2, width / 2, 2 * channels]);
  const pooled = reshape(y, [(batch * height) / 2, 1, width / 2, channels]);
  let rest = reshape(dy, pooled.shape);
  const [topLeft, topRight, bottomLeft, bottomRight] = corners.map(([row, column]) => {
    const size = [...pooled.shape];
    const corner = slice(blocks, [0, row, 0, column * channels], size);
    const share = mul(rest, cast(equal(corner, pooled), 'float32'));
    rest = sub(rest, share);
    return share;
  });
  const top = concat([topLeft!, topRight!], 3);
  const bottom = concat([bottomLeft!, bottomRight!], 3);
  return reshape(concat([top, bottom], 1), x.shape);
}
