import {
  add,
  globalAverage,
  maxPool2,
  relu,
  tidy,
  toComputePrecision,
  toFloat32,
} from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import type { OptionSchema } from '@nhat/spec';
import type { BackboneModule } from './backbone';
import { convolution, linear, normalisation } from './layers';
import type { Weights } from './weights';

export const resnet9Options = {
  type: 'object',
  description:
    'Nine-layer residual network for small images (after myrtle.ai); height and width divisible by 8.',
  properties: {
    width: {
      type: 'number',
      description: 'Multiplies the channels 64, 128, 256 and 512 of the paper.',
      default: 1,
      exclusiveMinimum: 0,
      maximum: 8,
    },
    features: {
      type: 'integer',
      description:
        'Length of the feature vector. The same at every width, so that heads and methods see the same space and a comparison of widths changes nothing else.',
      default: 256,
      minimum: 1,
      maximum: 4096,
    },
  },
} as const satisfies OptionSchema;

type Layer = (x: Tensor4D, training: boolean) => Tensor4D;

/** conv → 2 × 2 maximum → batch norm → CELU (α = 0.075): halves height and width. */
function downBlock(weights: Weights, name: string, from: number, to: number): Layer {
  const convolve = convolution(weights, `${name}.conv`, { in: from, out: to });
  const normalise = normalisation(weights, `${name}.norm`, to, { celu: 0.075 });
  return (x, training) => normalise(maxPool2(convolve(x)), training);
}

/** relu(x + norm(conv(relu(norm(conv(x)))))) */
function residual(weights: Weights, name: string, channels: number): Layer {
  const shape = { in: channels, out: channels };
  const convolve1 = convolution(weights, `${name}.conv1`, shape);
  const normalise1 = normalisation(weights, `${name}.norm1`, channels, 'relu');
  const convolve2 = convolution(weights, `${name}.conv2`, shape);
  const normalise2 = normalisation(weights, `${name}.norm2`, channels);
  return (x, training) => {
    const inner = tidy(() => normalise1(convolve1(x), training));
    return relu(add(normalise2(convolve2(inner), training), x));
  };
}

/**
 * ResNet9 (paper, code release; dossier 3.1). At width 1: 6,699,328 parameters, 64 × 64 images give 8 × 8 maps.
 *
 * stem 64 · down 128 · residual 128 · down 256 · down 512 · residual 512 · linear to `features` at every position ·
 * global average. The linear map commutes with the average, so `forward` averages first: the same sums, 1/16 of the work.
 */
export const resnet9: BackboneModule<typeof resnet9Options> = {
  options: resnet9Options,
  create({ width, features }, { weights, channels }) {
    const [c64, c128, c256, c512] = [64, 128, 256, 512].map((base) =>
      Math.max(1, Math.round(base * width)),
    ) as [number, number, number, number];
    const convolve = convolution(weights, 'stem.conv', { in: channels, out: c64 });
    const normalise = normalisation(weights, 'stem.norm', c64, 'relu');
    const layers = [
      downBlock(weights, 'down1', c64, c128),
      residual(weights, 'residual1', c128),
      downBlock(weights, 'down2', c128, c256),
      downBlock(weights, 'down3', c256, c512),
      residual(weights, 'residual3', c512),
    ];
    const project = linear(weights, 'fc', c512, features);

    const trunk: Layer = (x, training) => {
      const stem = tidy(() => normalise(convolve(toComputePrecision(x)), training));
      return layers.reduce((h, layer) => {
        const next = tidy(() => layer(h, training));
        h.dispose(); // what the gradient needs of it is kept by the tape
        return next;
      }, stem);
    };

    return {
      features,
      forward: (x, training) => project(globalAverage(trunk(x, training))),
      map: (x, training) => project(toFloat32(trunk(x, training))),
    };
  },
};
