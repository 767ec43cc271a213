import type { ConvolutionShape } from './layers';
import type { Block, NetworkShape } from './network-shape';

/** A convolution of a network, and the pixels per side of what it gives. */
export interface PlacedConvolution {
  shape: ConvolutionShape;
  side: number;
}

/** All convolutions of a network on images of `size` × `size` pixels; `side` is that of the maps after the last block. */
export function convolutionsOf(
  { blocks }: Pick<NetworkShape, 'blocks'>,
  size: number,
): { convolutions: PlacedConvolution[]; side: number } {
  let side = size;
  const convolutions: PlacedConvolution[] = [];
  for (const block of blocks) {
    convolutions.push(...convolutionsOfBlock(block, side));
    side = sideAfter(block, side);
  }
  return { convolutions, side };
}

/** Pixels per side of what a block gives, for `side` of what it gets; padding keeps the size at stride 1. */
function sideAfter(block: Block, side: number): number {
  if (block.kind === 'residual') return block.path.reduce(strided, side);
  return strided(side, block.convolution) / (block.pool ? 2 : 1);
}

const strided = (side: number, { stride = 1 }: ConvolutionShape): number =>
  Math.ceil(side / stride);

function convolutionsOfBlock(block: Block, side: number): PlacedConvolution[] {
  const placed = (shape: ConvolutionShape, at: number) => ({ shape, side: strided(at, shape) });
  if (block.kind === 'plain') return [placed(block.convolution, side)];
  const found = block.shortcut ? [placed(block.shortcut, side)] : [];
  let at = side;
  for (const shape of block.path) {
    found.push(placed(shape, at));
    at = strided(at, shape);
  }
  return found;
}
