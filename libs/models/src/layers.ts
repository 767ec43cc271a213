import { batchNorm, batchNormCelu, batchNormRelu, conv2d, dense } from '@nhat/engine';
import type { Tensor, Tensor4D } from '@nhat/engine';
import { biasUniform, constant, kaimingNormal, linearUniform } from './initialisers';
import type { Weights } from './weights';

/** Named as in PyTorch: `<name>.weight`, `<name>.bias`, `<name>.running_mean`, … */

export interface ConvolutionShape {
  in: number;
  out: number;
  kernel?: number;
  stride?: number;
  padding?: number;
  dilation?: number;
}

/** Convolution without bias; Kaiming normal by fan-out. Padding defaults to dilation · (kernel − 1) / 2: "same" at stride 1. */
export function convolution(weights: Weights, name: string, shape: ConvolutionShape) {
  const { kernel = 3, stride = 1, dilation = 1 } = shape;
  const { padding = (dilation * (kernel - 1)) / 2 } = shape;
  const sides = [kernel, kernel, shape.in, shape.out];
  const filter = weights.parameter(`${name}.weight`, sides, kaimingNormal);
  return (x: Tensor4D): Tensor4D =>
    conv2d(x, filter as unknown as Tensor4D, { stride, padding, dilation });
}

/** What follows a normalisation, computed with it. */
export type Activation = 'none' | 'relu' | { celu: number };

/** Batch normalisation: scale 1, offset 0, running mean 0 and variance 1; epsilon 1e-5, momentum 0.1. */
export function normalisation(
  weights: Weights,
  name: string,
  channels: number,
  activation: Activation = 'none',
) {
  const scale = weights.parameter(`${name}.weight`, [channels], constant(1));
  const offset = weights.parameter(`${name}.bias`, [channels], constant(0));
  const running = {
    mean: weights.buffer(`${name}.running_mean`, [channels], 0),
    variance: weights.buffer(`${name}.running_var`, [channels], 1),
  };
  return <T extends Tensor>(x: T, learning: boolean): T => {
    const training = learning && !weights.isFixed(`${name}.weight`);
    if (activation === 'none') return batchNorm(x, scale, offset, running, { training });
    if (activation === 'relu') return batchNormRelu(x, scale, offset, running, { training });
    return batchNormCelu(x, scale, offset, running, { training, alpha: activation.celu });
  };
}

/** x · weight + bias on the last axis; both uniform in ±1 / √in. */
export function linear(weights: Weights, name: string, inputs: number, outputs: number) {
  const weight = weights.parameter(`${name}.weight`, [inputs, outputs], linearUniform);
  const bias = weights.parameter(`${name}.bias`, [outputs], biasUniform(inputs));
  return <T extends Tensor>(x: T): T => dense(x, weight, bias);
}
