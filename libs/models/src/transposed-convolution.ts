import { conv2dTranspose } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import { biasUniform } from './initialisers';
import type { ConvolutionShape } from './layers';
import type { Weights } from './weights';

/**
 * Transposed convolution without bias, `<name>.weight` [kernel, kernel, out, in], uniform in ±1 / √(kernel² · out):
 * PyTorch's default, which counts the outputs of this layer as its inputs. Doubles a map at kernel 4, stride 2, padding 1.
 */
export function transposedConvolution(weights: Weights, name: string, shape: ConvolutionShape) {
  const { kernel = 4, stride = 2, padding = 1 } = shape;
  const sides = [kernel, kernel, shape.out, shape.in];
  const init = biasUniform(kernel * kernel * shape.out);
  const filter = weights.parameter(`${name}.weight`, sides, init);
  return (x: Tensor4D): Tensor4D =>
    conv2dTranspose(x, filter as unknown as Tensor4D, { stride, padding });
}
