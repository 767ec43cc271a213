import { reshape, tidy, toComputePrecision, toFloat32 } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import { linear, normalisation, transposedConvolution } from '@nhat/models';
import type { Weights } from '@nhat/models';

/** Channels after 4 × 4, 8 × 8, … pixels (the paper's released code). */
export const LADDER = [256, 256, 256, 128, 64];

/** Pixels per side of what is decoded: the largest power of two in the image, at least 4 and at most 64. */
export function decodedSize(size: number): number {
  let side = 4;
  while (side < 64 && 2 * side <= size) side *= 2;
  return side;
}

export interface DecoderShape {
  /** Length of the code. */
  code: number;
  /** Multiplies the channels of the layers. */
  width: number;
  /** Pixels per side and channels of the images that were encoded. */
  size: number;
  channels: number;
}

/**
 * From a code [batch, code] to an image [batch, side, side, channels] float32, side = `decodedSize(size)`.
 *
 * 4 × 4 transposed convolutions with stride 2, the first from 1 × 1 to 4 × 4 pixels, each followed by batch norm and
 * relu; a linear layer at every pixel, nothing after it. At 64 pixels and a code of 256: channels 256, 256, 256, 128,
 * 64. The biases of PyTorch's transposed convolutions are left out, for batch norm cancels them.
 */
export function createDecoder(heads: Weights, { code, width, size, channels }: DecoderShape) {
  const side = decodedSize(size);
  const outs = LADDER.filter((_, i) => 4 * 2 ** i <= side).map((base) =>
    Math.max(1, Math.round(base * width)),
  );
  const layers = outs.map((out, i) => {
    const from = outs[i - 1] ?? code;
    const name = `decoder.${i}`;
    const padding = i === 0 ? 0 : 1;
    const spread = transposedConvolution(heads, `${name}.conv`, { in: from, out, padding });
    const normalise = normalisation(heads, `${name}.norm`, out, 'relu');
    return (x: Tensor4D, training: boolean) => normalise(spread(x), training);
  });
  const paint = linear(heads, 'decoder.pixels', outs.at(-1)!, channels);
  return (z: Tensor2D, training: boolean): Tensor4D => {
    const point = toComputePrecision(reshape(z, [z.shape[0], 1, 1, code]) as Tensor4D);
    const map = layers.reduce((h, layer) => {
      const next = tidy(() => layer(h, training));
      h.dispose(); // what the gradient needs of it is kept by the tape
      return next;
    }, point);
    return paint(toFloat32(map));
  };
}
