import { channelsOf } from './network-shape';
import type { Block, NetworkShape } from './network-shape';
import type { ConvolutionShape } from './layers';

/**
 * Multiply–accumulates of the convolutions and of `fc` at every position in one forward pass over one image of
 * `size` × `size` pixels. Normalisation, activations and pooling are not counted, as usual; a training step takes about
 * three times as many (forward, gradient by the input, gradient by the weights).
 */
export function macs({ blocks, features }: NetworkShape, size: number): number {
  let side = size;
  let total = 0;
  for (const block of blocks) {
    total += blockMacs(block, side);
    side = sideAfter(block, side);
  }
  return total + side ** 2 * channelsOf(blocks.at(-1)!) * features;
}

/** Pixels per side of what a block gives, for `side` of what it gets; padding keeps the size at stride 1. */
export function sideAfter(block: Block, side: number): number {
  if (block.kind === 'residual') return block.path.reduce(strided, side);
  return strided(side, block.convolution) / (block.pool ? 2 : 1);
}

const strided = (side: number, { stride = 1 }: ConvolutionShape): number =>
  Math.ceil(side / stride);

function blockMacs(block: Block, side: number): number {
  if (block.kind === 'plain') return convolutionMacs(block.convolution, side);
  let at = side;
  let total = block.shortcut ? convolutionMacs(block.shortcut, side) : 0;
  for (const shape of block.path) {
    total += convolutionMacs(shape, at);
    at = strided(at, shape);
  }
  return total;
}

const convolutionMacs = (shape: ConvolutionShape, side: number): number =>
  strided(side, shape) ** 2 * (shape.kernel ?? 3) ** 2 * shape.in * shape.out;
