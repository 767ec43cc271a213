import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOption, widthOption } from './backbone-options';
import { createNetwork } from './network';
import { stemBlock, scaledChannels } from './network-shape';
import type { NetworkShape, ResidualBlock } from './network-shape';

export const denseOption = {
  type: 'boolean',
  description:
    'Dilates the last stage instead of striding it, so that its map has 1/8 of the side of the image instead of 1/16; for tasks with an answer per position.',
  default: false,
} as const;

export const resnet50Options = {
  type: 'object',
  description:
    'Fifty-layer residual network of bottlenecks (torchvision), without the pooling after the first layer.',
  properties: {
    width: widthOption('Multiplies the channels, 64 after the first layer and 2,048 at the end.'),
    features: featuresOption,
    dense: denseOption,
  },
} as const satisfies OptionSchema;

/** Bottlenecks of each stage. */
const depths = [3, 4, 6, 3];
export const resnet50Stages = ['1', '2', '3', '4'];

/** `base`: channels within the bottlenecks of the first stage at width 1; the stem has 64 in any case. */
export function resnet50Shape(
  { width, features, dense }: OptionValues<typeof resnet50Options>,
  channels: number,
  base = 64,
): NetworkShape {
  const stem = scaledChannels(64, width);
  let from = stem;
  const bottlenecks = depths.flatMap((depth, stage) => {
    const inner = scaledChannels(base * 2 ** stage, width);
    const dilated = dense && stage === 3;
    return Array.from({ length: depth }, (_, i) => {
      const stride = i === 0 && stage > 0 && !dilated ? 2 : 1;
      // Torchvision: the first block, which would have strided, is not dilated yet.
      const dilation = dilated && i > 0 ? 2 : 1;
      const block = bottleneck(`layer${stage + 1}.${i}`, stage, from, inner, { stride, dilation });
      from = 4 * inner;
      return block;
    });
  });
  return {
    stages: resnet50Stages,
    blocks: [stemBlock({ in: channels, out: stem, kernel: 7, stride: 2 }), ...bottlenecks],
    features,
    local: { coarse: 'layer4.1', fine: 'layer3.4' },
  };
}

/** 1 × 1 → 3 × 3, strided or dilated → 1 × 1 with four times the channels; a 1 × 1 shortcut where the shape changes. */
function bottleneck(
  name: string,
  stage: number,
  from: number,
  inner: number,
  { stride, dilation }: { stride: number; dilation: number },
): ResidualBlock {
  const to = 4 * inner;
  const path = [
    { in: from, out: inner, kernel: 1 },
    { in: inner, out: inner, kernel: 3, stride, dilation },
    { in: inner, out: to, kernel: 1 },
  ];
  const shortcut = { in: from, out: to, kernel: 1, stride };
  const changes = stride > 1 || from !== to;
  return { kind: 'residual', name, stage, path, ...(changes ? { shortcut } : {}) };
}

/**
 * ResNet50 (paper and released code): torchvision's, stride in the 3 × 3 convolution, but no pooling after the
 * first layer, and linear to `features` at every position. At width 1: 24,032,576 parameters; 64 × 64 images give 4 × 4
 * maps, with `dense` 128 × 128 give 16 × 16. The classifier of torchvision is left out.
 *
 * Local maps: second block of stage 4 (2,048 channels) and fifth of stage 3 (1,024 channels).
 */
export const resnet50: BackboneModule<typeof resnet50Options> = {
  options: resnet50Options,
  create: (options, { weights, channels }) =>
    createNetwork(resnet50Shape(options, channels), weights),
};
