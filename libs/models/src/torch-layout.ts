import type { JsonObject } from '@nhat/documents';
import type { ConvolutionShape } from './layers';
import type { Block, NetworkShape } from './network-shape';
import { resnet50Shape } from './resnet50';
import { resnet50PairShape } from './resnet50-pair';
import { resnet9Shape } from './resnet9';
import { resnet9PairShape } from './resnet9-pair';

/** A convolution without bias and the batch norm after it, by the names of their weights; the arguments of PyTorch's `conv2d`. */
export interface TorchLayer {
  conv: string;
  norm: string;
  stride: number;
  padding: number;
  dilation: number;
}

/**
 * `plain`: convolution, 2 × 2 maximum if `pool`, norm, then CELU with the alpha `celu`, or ReLU where that is null. `residual`: the layers
 * of `path` with ReLU in between, plus `shortcut` or the input itself where that is null, then ReLU.
 */
export interface TorchBlock {
  kind: Block['kind'];
  path: TorchLayer[];
  pool: boolean;
  celu: number | null;
  shortcut: TorchLayer | null;
}

/** A network from some channels of an image to features: its blocks, the mean over positions, and the linear layer `fc`. */
export interface TorchNetwork {
  /** Channels of the image, from the first to before the last. */
  channels: [first: number, last: number];
  blocks: TorchBlock[];
  fc: string;
  /** Whether the features are divided by their length. */
  unit: boolean;
}

/**
 * The networks whose features, one after the other, are those of a backbone. Undefined for a backbone that is none of the four of this
 * library.
 */
export function torchNetworks(
  backbone: string,
  options: JsonObject,
  channels: number,
): TorchNetwork[] | undefined {
  const one = (shape: NetworkShape) => [
    networkOf(shape, { prefix: '', channels: [0, channels], unit: false }),
  ];
  const two = ({ lightness, colour }: { lightness: NetworkShape; colour: NetworkShape }) => [
    networkOf(lightness, { prefix: 'l.', channels: [0, 1], unit: true }),
    networkOf(colour, { prefix: 'ab.', channels: [1, channels], unit: true }),
  ];
  const complete = options as never;
  switch (backbone) {
    case 'resnet9':
      return one(resnet9Shape(complete, channels));
    case 'resnet9-pair':
      return two(resnet9PairShape(complete, channels));
    case 'resnet50':
      return one(resnet50Shape(complete, channels));
    case 'resnet50-pair':
      return two(resnet50PairShape(complete, channels));
    default:
      return undefined;
  }
}

type Place = Pick<TorchNetwork, 'channels' | 'unit'> & { prefix: string };

const networkOf = ({ blocks }: NetworkShape, { prefix, ...place }: Place): TorchNetwork => ({
  ...place,
  blocks: blocks.map((block) => blockOf(block, `${prefix}${block.name}`)),
  fc: `${prefix}fc`,
});

function blockOf(block: Block, name: string): TorchBlock {
  if (block.kind === 'residual') {
    const path = block.path.map((shape, i) => layerOf(shape, name, String(i + 1)));
    const shortcut = block.shortcut ? layerOf(block.shortcut, `${name}.shortcut`, '') : null;
    return { kind: 'residual', path, pool: false, celu: null, shortcut };
  }
  const { activation, pool } = block;
  if (activation === 'none') throw new Error(`${name}: a plain block without activation`);
  const celu = activation === 'relu' ? null : activation.celu;
  return {
    kind: 'plain',
    path: [layerOf(block.convolution, name, '')],
    pool,
    celu,
    shortcut: null,
  };
}

function layerOf(shape: ConvolutionShape, name: string, number: string): TorchLayer {
  const { kernel = 3, stride = 1, dilation = 1 } = shape;
  const { padding = (dilation * (kernel - 1)) / 2 } = shape;
  const names = { conv: `${name}.conv${number}`, norm: `${name}.norm${number}` };
  return { ...names, stride, padding, dilation };
}

interface Values {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/**
 * A weight in the order of PyTorch: filters [height, width, in, out] → [out, in, height, width], matrices [in, out] → [out, in]; vectors
 * stay.
 */
export function torchWeight({ name, shape, values }: Values): Values {
  if (shape.length === 1) return { name, shape, values };
  const [outs, ins] = [shape.at(-1)!, shape.at(-2)!];
  const places = values.length / outs / ins;
  const turned = new Float32Array(values.length);
  for (let place = 0; place < places; place++)
    for (let from = 0; from < ins; from++)
      for (let to = 0; to < outs; to++)
        turned[(to * ins + from) * places + place] = values[(place * ins + from) * outs + to]!;
  return { name, shape: [outs, ins, ...shape.slice(0, -2)], values: turned };
}
