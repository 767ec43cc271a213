import type { Activation, ConvolutionShape } from './layers';

/** conv → 2 × 2 maximum if `pool` → batch norm → activation. */
export interface PlainBlock {
  kind: 'plain';
  /** Parameters are called `<name>.conv.weight`, `<name>.norm.weight`, … */
  name: string;
  /** Which of the network's stages it belongs to. */
  stage: number;
  convolution: ConvolutionShape;
  pool: boolean;
  activation: Activation;
}

/**
 * relu(shortcut(x) + path(x)); the path is conv → batch norm → ReLU again and again, without the last ReLU; the
 * shortcut is conv → batch norm, or x itself.
 */
export interface ResidualBlock {
  kind: 'residual';
  /** Parameters are called `<name>.conv1.weight`, `<name>.norm1.weight`, …, `<name>.shortcut.conv.weight`, … */
  name: string;
  stage: number;
  path: readonly ConvolutionShape[];
  shortcut?: ConvolutionShape;
}

export type Block = PlainBlock | ResidualBlock;

/** What a network is made of, before any parameter exists: enough to build it, and to count its work. */
export interface NetworkShape {
  /** Names of the stages; blocks know them by their index. */
  stages: readonly string[];
  blocks: readonly Block[];
  /** Outputs of the linear layer `fc` that follows the last block at every position. */
  features: number;
  /** Names of the blocks whose outputs local–global methods compare with the features. */
  local: { coarse: string; fine: string };
}

/** Names of what a network of these stages gives, so that documents can be checked before there is a network. */
export const outputNames = (stages: readonly string[]): string[] => [
  ...['features', 'map', 'coarse', 'fine'],
  ...stages.map((_, stage) => stageOutput(stage)),
];

/** The name under which `forward` gives the output of stage 0, 1, …: `stage1`, `stage2`, … */
export const stageOutput = (stage: number): `stage${number}` => `stage${stage + 1}`;

/** Channels that a block gives. */
export const channelsOf = (block: Block): number =>
  block.kind === 'plain' ? block.convolution.out : block.path.at(-1)!.out;

/** A base number of channels times the width of the network, at least 1. */
export const scaledChannels = (base: number, width: number): number =>
  Math.max(1, Math.round(base * width));

/** conv → batch norm → ReLU, called `stem`. */
export const stemBlock = (convolution: ConvolutionShape): PlainBlock => ({
  kind: 'plain',
  name: 'stem',
  stage: 0,
  convolution,
  pool: false,
  activation: 'relu',
});

/** Halves height and width: conv → 2 × 2 maximum → batch norm → CELU (α = 0.075), ResNet9's. */
export const downBlock = (
  name: string,
  stage: number,
  convolution: ConvolutionShape,
): PlainBlock => ({
  kind: 'plain',
  name,
  stage,
  convolution,
  pool: true,
  activation: { celu: 0.075 },
});

/** Two 3 × 3 convolutions from `channels[0]` over `channels[1]` to `channels[2]`; a 1 × 1 shortcut where those differ. */
export function residualBlock(
  name: string,
  stage: number,
  [from, inner, to]: readonly [number, number, number],
): ResidualBlock {
  const path = [
    { in: from, out: inner },
    { in: inner, out: to },
  ];
  const shortcut = { in: from, out: to, kernel: 1 };
  return { kind: 'residual', name, stage, path, ...(from === to ? {} : { shortcut }) };
}
