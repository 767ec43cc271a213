import { convolutionsOf } from './convolutions-of';
import type { PlacedConvolution } from './convolutions-of';
import { channelsOf } from './network-shape';
import type { NetworkShape } from './network-shape';

/**
 * Multiply–accumulates of the convolutions and of `fc` at every position in one forward pass over one image of
 * `size` × `size` pixels. Normalisation, activations and pooling are not counted, as usual; a training step takes about
 * three times as many (forward, gradient by the input, gradient by the weights).
 */
export function macs({ blocks, features }: NetworkShape, size: number): number {
  const { convolutions, side } = convolutionsOf({ blocks }, size);
  const total = convolutions.reduce((sum, one) => sum + convolutionMacs(one), 0);
  return total + side ** 2 * channelsOf(blocks.at(-1)!) * features;
}

const convolutionMacs = ({ shape, side }: PlacedConvolution): number =>
  side ** 2 * (shape.kernel ?? 3) ** 2 * shape.in * shape.out;
