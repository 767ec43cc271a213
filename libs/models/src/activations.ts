import { sideAfter } from './macs';
import type { ConvolutionShape } from './layers';
import type { Block, NetworkShape } from './network-shape';

/**
 * Values that the convolutions of a network give for one image of `size` × `size` pixels, before any is pooled. What a training step
 * keeps for its gradients is in proportion to them, to the images of a batch and to their views.
 */
export function activations({ blocks }: Pick<NetworkShape, 'blocks'>, size: number): number {
  let side = size;
  let total = 0;
  for (const block of blocks) {
    total += blockValues(block, side);
    side = sideAfter(block, side);
  }
  return total;
}

function blockValues(block: Block, side: number): number {
  if (block.kind === 'plain') return valuesOf(block.convolution, side);
  let at = side;
  let total = block.shortcut ? valuesOf(block.shortcut, side) : 0;
  for (const shape of block.path) {
    total += valuesOf(shape, at);
    at = Math.ceil(at / (shape.stride ?? 1));
  }
  return total;
}

const valuesOf = ({ out, stride = 1 }: ConvolutionShape, side: number): number =>
  Math.ceil(side / stride) ** 2 * out;
