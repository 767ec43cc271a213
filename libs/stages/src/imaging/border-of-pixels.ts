import { LEAST_DEVIATION, labStatistics } from '@nhat/augment';
import { stream } from '@nhat/random';
import { borderRotationAccuracy } from './border-rotation';
import type { BorderRotationAccuracy } from './border-rotation';
import { bordersOf } from './make-shard';

/** How well the border of images of `size` pixels per side, sRGB `[size, size, 3]` each, gives away how they are turned. */
export function borderOfPixels(
  { train, heldOut }: Record<'train' | 'heldOut', readonly Uint8Array[]>,
  size: number,
): BorderRotationAccuracy {
  const deviations = labStatistics(train).std.map((one) => Math.max(one, LEAST_DEVIATION));
  const borders = (images: readonly Uint8Array[]) =>
    images.flatMap((pixels) => bordersOf(pixels, 0, 1, size, 1));
  const both = { train: borders(train), heldOut: borders(heldOut) };
  return borderRotationAccuracy(both, size, deviations, stream('border'));
}
