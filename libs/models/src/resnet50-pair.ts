import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption, widthOption } from './backbone-options';
import { createChannelPair } from './channel-pair';
import type { ChannelPairShape } from './channel-pair';
import { denseOption, resnet50Shape } from './resnet50';

export const resnet50PairOptions = {
  type: 'object',
  description:
    'Two ResNet50 of half the width, one of the first channel of an image and one of the others (L and ab), together half of the parameters of ResNet50.',
  properties: {
    width: widthOption(
      'Multiplies the channels, 64 after the first layer and 1,024 at the end of either network.',
    ),
    features: featuresOption,
    dense: denseOption,
  },
} as const satisfies OptionSchema;

export const resnet50PairShape = (
  { width, features, dense }: OptionValues<typeof resnet50PairOptions>,
  channels: number,
): ChannelPairShape => {
  const half = { width, features: features / 2, dense };
  return {
    lightness: resnet50Shape(half, 1, 32),
    colour: resnet50Shape(half, channels - 1, 32),
  };
};

/**
 * A pair of "half-width" ResNet50 (released code): base width 32 instead of 64, so stages of 128 to 1,024 channels,
 * linear to half of the features. At width 1: 12,058,048 parameters, half of the full network's (ResNet9's pair has as
 * many as ResNet9). The stem keeps its 64 channels, as in the half ResNet9: only so do they have
 * 12.06 M parameters. The images are expected in LAB. Local maps: of both networks, 2 × 1,024 channels and 2 × 512.
 */
export const resnet50Pair: BackboneModule<typeof resnet50PairOptions> = {
  options: resnet50PairOptions,
  create: (options, { weights, channels }) =>
    createChannelPair(resnet50PairShape(options, channels), weights),
};
