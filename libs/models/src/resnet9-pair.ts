import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption, widthOption } from './backbone-options';
import { downBlock, residualBlock, stemBlock, scaledChannels } from './network-shape';
import type { NetworkShape } from './network-shape';
import { createChannelPair } from './channel-pair';
import type { ChannelPairShape } from './channel-pair';
import { resnet9Stages } from './resnet9';

export const resnet9PairOptions = {
  type: 'object',
  description:
    'Two narrow ResNet9, one of the first channel of an image and one of the others (L and ab), about as many parameters as ResNet9; height and width divisible by 8.',
  properties: {
    width: widthOption('Multiplies the channels of the paper, 64 to 512 in either network.'),
    features: featuresOption,
  },
} as const satisfies OptionSchema;

function halfShape(width: number, features: number, channels: number): NetworkShape {
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
      downBlock('down1', 0, { in: a, out: a }),
      residualBlock('residual1', 0, [a, a, b]),
      downBlock('down2', 1, { in: b, out: b }),
      downBlock('down3', 2, { in: b, out: d }),
      residualBlock('residual3', 2, [d, c, d]),
    ],
    features,
    local: { coarse: 'down3', fine: 'down2' },
  };
}

export const resnet9PairShape = (
  { width, features }: OptionValues<typeof resnet9PairOptions>,
  channels: number,
): ChannelPairShape => ({
  lightness: halfShape(width, features / 2, 1),
  colour: halfShape(width, features / 2, channels - 1),
});

/**
 * A pair of "half-width" ResNet9 (released code). At width 1 and 256 features: 3,322,176 parameters of L and
 * 3,322,752 of ab.
 *
 * Each: stem 64 · down 64 · residual 64 → 128, inner width 64 · down 128 · down 512 · residual 512, inner width 256 · linear
 * to half of the features. The images are expected in LAB; in RGB the split is R and GB. Local maps: both networks' layer 3a
 * (2 × 512 channels) and layer 2 (2 × 128).
 */
export const resnet9Pair: BackboneModule<typeof resnet9PairOptions> = {
  options: resnet9PairOptions,
  create: (options, { weights, channels }) =>
    createChannelPair(resnet9PairShape(options, channels), weights),
};
