import { image, maxPool, mul, reshape, scalar, step, sub, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Implementation } from '../op';
import { sizesOf } from './convolution-geometry';

export const composedMaxPool2: Implementation<'x', object> = {
  forward: ({ x }) => [pooled(x), scalar(0, 'int32')],
  backward: (dy, [x, y]) => ({
    x() {
      const ranked = ranks(x!, y!);
      const isFirst = isAtLeast(ranked, doubled(pooled(ranked)));
      return mul(doubled(dy), isFirst);
    },
  }),
};

/** 4, 3, 2, 1 in reading order at the maxima of each block, 0 elsewhere: the first maximum ranks highest. */
function ranks(x: Tensor, y: Tensor): Tensor {
  const [, height, width] = sizesOf(x);
  const places = Float32Array.from(
    { length: height * width },
    (_, i) => 4 - 2 * (Math.floor(i / width) % 2) - (i % 2),
  );
  return mul(isAtLeast(x, doubled(y)), tensor4d(places, [1, height, width, 1]));
}

/** 1 where a ≥ b, else 0; by arithmetic, because WebAssembly compares value by value. */
const isAtLeast = (a: Tensor, b: Tensor): Tensor => sub(1, step(sub(b, a)));

const pooled = (x: Tensor): Tensor => maxPool(x as Tensor4D, 2, 2, 'valid');

/** Each value four times, as a block. */
function doubled(x: Tensor): Tensor {
  const [batch, height, width, channels] = sizesOf(x);
  const size: [number, number] = [2 * height, 2 * width];
  return reshape(image.resizeNearestNeighbor(x as Tensor4D, size), [batch, ...size, channels]);
}
