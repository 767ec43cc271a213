import type { OptionProblem, Registry } from '@nhat/documents';
import { activations } from './activations';
import { macs } from './macs';
import type { ChannelPairShape } from './channel-pair';
import { outputNames } from './network-shape';
import { parameterCount } from './parameters';
import { resnet50Options, resnet50Shape, resnet50Stages } from './resnet50';
import { resnet50PairOptions, resnet50PairShape } from './resnet50-pair';
import { resnet9Options, resnet9Shape, resnet9Stages } from './resnet9';
import { resnet9PairOptions, resnet9PairShape } from './resnet9-pair';

/** What only two-tower networks give. */
const towers = ['lightness', 'colour'];

/** The backbones that documents may name. */
export const backbones = {
  resnet9: {
    options: resnet9Options,
    stages: resnet9Stages.length,
    gives: outputNames(resnet9Stages),
    macs: (options, { size, channels }) => macs(resnet9Shape(options as never, channels), size),
    activations: (options, { size, channels }) =>
      activations(resnet9Shape(options as never, channels), size),
    parameters: (options, channels) => parameterCount(resnet9Shape(options as never, channels)),
    check: ({ width }) => withoutChannels(64, Number(width)),
  },
  'resnet9-pair': {
    options: resnet9PairOptions,
    stages: resnet9Stages.length,
    gives: [...outputNames(resnet9Stages), ...towers],
    macs: (options, { size, channels }) =>
      pairMacs(resnet9PairShape(options as never, channels), size),
    activations: (options, { size, channels }) =>
      pairActivations(resnet9PairShape(options as never, channels), size),
    parameters: (options, channels) => pairParameters(resnet9PairShape(options as never, channels)),
    check: ({ width, features }) => withoutChannels(64, Number(width)) ?? odd(Number(features)),
  },
  resnet50: {
    options: resnet50Options,
    stages: resnet50Stages.length,
    gives: outputNames(resnet50Stages),
    macs: (options, { size, channels }) => macs(resnet50Shape(options as never, channels), size),
    activations: (options, { size, channels }) =>
      activations(resnet50Shape(options as never, channels), size),
    parameters: (options, channels) => parameterCount(resnet50Shape(options as never, channels)),
    check: ({ width }) => withoutChannels(64, Number(width)),
  },
  'resnet50-pair': {
    options: resnet50PairOptions,
    stages: resnet50Stages.length,
    gives: [...outputNames(resnet50Stages), ...towers],
    macs: (options, { size, channels }) =>
      pairMacs(resnet50PairShape(options as never, channels), size),
    activations: (options, { size, channels }) =>
      pairActivations(resnet50PairShape(options as never, channels), size),
    parameters: (options, channels) =>
      pairParameters(resnet50PairShape(options as never, channels)),
    check: ({ width, features }) => withoutChannels(32, Number(width)) ?? odd(Number(features)),
  },
} satisfies Registry;

const pairMacs = ({ lightness, colour }: ChannelPairShape, size: number) =>
  macs(lightness, size) + macs(colour, size);

const pairActivations = ({ lightness, colour }: ChannelPairShape, size: number) =>
  activations(lightness, size) + activations(colour, size);

const pairParameters = ({ lightness, colour }: ChannelPairShape) =>
  parameterCount(lightness) + parameterCount(colour);

/** `narrowest`: channels of the narrowest layer at width 1. */
function withoutChannels(narrowest: number, width: number): OptionProblem | undefined {
  if (Math.round(narrowest * width) >= 1) return undefined;
  const expected = `at least 1/${2 * narrowest}`;
  return { option: 'width', what: 'rounds to layers without channels', expected };
}

function odd(features: number): OptionProblem | undefined {
  if (features % 2 === 0) return undefined;
  const what = 'cannot be divided between two networks';
  return { option: 'features', what, expected: 'an even number' };
}
