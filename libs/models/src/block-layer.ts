import { add, maxPool2, relu, tidy } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import { convolution, normalisation } from './layers';
import type { Activation, ConvolutionShape } from './layers';
import type { Block, PlainBlock, ResidualBlock } from './network-shape';
import type { Weights } from './weights';

/** [batch, height, width, in] → [batch, height′, width′, out], in the precision of its input. */
export type Layer = (x: Tensor4D, training: boolean) => Tensor4D;

/** Makes the parameters of a block. */
export const blockLayer = (weights: Weights, block: Block): Layer =>
  block.kind === 'plain' ? plain(weights, block) : residual(weights, block);

function plain(
  weights: Weights,
  { name, convolution: shape, pool, activation }: PlainBlock,
): Layer {
  const convolve = convolution(weights, `${name}.conv`, shape);
  const normalise = normalisation(weights, `${name}.norm`, shape.out, activation);
  return (x, training) => normalise(pool ? maxPool2(convolve(x)) : convolve(x), training);
}

function residual(weights: Weights, { name, path, shortcut }: ResidualBlock): Layer {
  const steps = path.map((shape, i) => {
    const last = i === path.length - 1;
    return normalised(weights, name, String(i + 1), shape, last ? 'none' : 'relu');
  });
  const beside = shortcut && normalised(weights, `${name}.shortcut`, '', shortcut, 'none');
  return (x, training) => {
    const inner = steps.reduce((h, step) => tidy(() => step(h, training)), x);
    return relu(add(inner, beside ? beside(x, training) : x));
  };
}

function normalised(
  weights: Weights,
  name: string,
  number: string,
  shape: ConvolutionShape,
  activation: Activation,
): Layer {
  const convolve = convolution(weights, `${name}.conv${number}`, shape);
  const normalise = normalisation(weights, `${name}.norm${number}`, shape.out, activation);
  return (x, training) => normalise(convolve(x), training);
}
