import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption, widthOption } from './backbone-options';
import { createNetwork } from './network';
import { downBlock, residualBlock, stemBlock, scaledChannels } from './network-shape';
import type { NetworkShape } from './network-shape';

export const resnet9Options = {
  type: 'object',
  description:
    'Nine-layer residual network for small images (after myrtle.ai); height and width divisible by 8.',
  properties: {
    width: widthOption('Multiplies the channels 64, 128, 256 and 512 of the paper.'),
    features: featuresOption,
  },
} as const satisfies OptionSchema;

export const resnet9Stages = ['1a+1b', '2', '3a+3b'];

export function resnet9Shape(
  { width, features }: OptionValues<typeof resnet9Options>,
  channels: number,
): NetworkShape {
  const [a, b, c, d] = [64, 128, 256, 512].map((base) => scaledChannels(base, width)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    stages: resnet9Stages,
    blocks: [
      stemBlock({ in: channels, out: a }),
      downBlock('down1', 0, { in: a, out: b }),
      residualBlock('residual1', 0, [b, b, b]),
      downBlock('down2', 1, { in: b, out: c }),
      downBlock('down3', 2, { in: c, out: d }),
      residualBlock('residual3', 2, [d, d, d]),
    ],
    features,
    local: { coarse: 'down3', fine: 'down2' },
  };
}

/**
 * ResNet9 (paper and released code). At width 1: 6,699,328 parameters, 64 × 64 images give 8 × 8 maps.
 *
 * stem 64 · down 128 · residual 128 · down 256 · down 512 · residual 512 · linear to `features` at every position ·
 * global average. Local maps: layer 3a (512 channels, 1/8 of the side) and layer 2 (256 channels, 1/4).
 */
export const resnet9: BackboneModule<typeof resnet9Options> = {
  options: resnet9Options,
  create: (options, { weights, channels }) =>
    createNetwork(resnet9Shape(options, channels), weights),
};
