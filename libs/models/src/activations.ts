import { convolutionsOf } from './convolutions-of';
import type { NetworkShape } from './network-shape';

/**
 * Values that the convolutions of a network give for one image of `size` × `size` pixels, before any is pooled. What a training step
 * keeps for its gradients is in proportion to them, to the images of a batch and to their views.
 */
export const activations = (network: Pick<NetworkShape, 'blocks'>, size: number): number =>
  convolutionsOf(network, size).convolutions.reduce(
    (total, { shape, side }) => total + side ** 2 * shape.out,
    0,
  );
