import type { ConvolutionShape } from './layers';
import { channelsOf } from './network-shape';
import type { Block, NetworkShape } from './network-shape';

/** Learned numbers of a network: filters, scales and offsets of normalisations, and `fc` with its biases. */
export const parameterCount = ({ blocks, features }: NetworkShape): number =>
  blocks.reduce((total, block) => total + blockParameters(block), 0) +
  (channelsOf(blocks.at(-1)!) + 1) * features;

function blockParameters(block: Block): number {
  if (block.kind === 'plain') return normalised(block.convolution);
  return [...block.path, ...(block.shortcut ? [block.shortcut] : [])]
    .map(normalised)
    .reduce((sum, count) => sum + count, 0);
}

/** A convolution without bias, and the scale and offset of what follows it. */
const normalised = (shape: ConvolutionShape): number =>
  (shape.kernel ?? 3) ** 2 * shape.in * shape.out + 2 * shape.out;
