import { globalAverage, slice, tidy, toComputePrecision, toFloat32 } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import { checkWants } from './backbone';
import type { Backbone, BackboneOutputs, FeatureMap, Pass, Want } from './backbone';
import { blockLayer } from './block-layer';
import type { Layer } from './block-layer';
import { linear } from './layers';
import { channelsOf, stageOutput } from './network-shape';
import type { Block, NetworkShape } from './network-shape';
import type { Weights } from './weights';

/**
 * Builds a network. `fc` is linear at every position and commutes with the average, so features are averaged first: the
 * same sums with less work.
 */
export function createNetwork(shape: NetworkShape, weights: Weights): Backbone {
  const layers = shape.blocks.map((block) => ({
    name: block.name,
    layer: blockLayer(weights, block),
  }));
  const project = linear(weights, 'fc', channelsOf(shape.blocks.at(-1)!), shape.features);
  const mapOf =
    (h: Tensor4D): FeatureMap =>
    (images = h.shape[0]) =>
      project(images < h.shape[0] ? firstOf(toFloat32(h), images) : toFloat32(h));
  const maps = mapBlocks(shape);
  const channels = ([want, block]: [string, Block]) => [want, channelsOf(block)];
  const gives: Backbone['gives'] = {
    ...{ features: shape.features, map: shape.features },
    ...(Object.fromEntries(Object.entries(maps).map(channels)) as Backbone['gives']),
  };
  return {
    features: shape.features,
    stages: shape.stages,
    gives,
    forward<Wanted extends Want>(x: Tensor4D, { training, want }: Pass<Wanted>) {
      checkWants(want, gives);
      const blocks = want.flatMap((one) => maps[one]?.name ?? []);
      const { last, kept } = trunk(layers, x, training, blocks);
      const output = (one: Want) => {
        if (one === 'features') return project(globalAverage(last));
        return one === 'map' ? mapOf(last) : toFloat32(kept.get(maps[one]!.name)!);
      };
      const outputs = want.map((one) => [one, output(one)]);
      return Object.fromEntries(outputs) as Pick<BackboneOutputs, Wanted>;
    },
    stageOf: (name) => stageOf(shape, name),
  };
}

const firstOf = (x: Tensor4D, images: number): Tensor4D =>
  slice(x, [0, 0, 0, 0], [images, -1, -1, -1]);

/** The block whose output each map is. */
function mapBlocks(shape: NetworkShape): Readonly<Record<string, Block>> {
  const { coarse, fine } = shape.local;
  const ends = shape.stages.map((_, stage) => [
    stageOutput(stage),
    shape.blocks.findLast((block) => block.stage === stage)!,
  ]);
  return {
    ...{ coarse: blockNamed(shape, coarse), fine: blockNamed(shape, fine) },
    ...Object.fromEntries(ends),
  };
}

const blockNamed = ({ blocks }: NetworkShape, name: string): Block =>
  blocks.find((block) => block.name === name)!;

interface NamedLayer {
  name: string;
  layer: Layer;
}

/** All blocks one after another; what the gradient needs of their outputs is kept by the tape, those that `wanted` names here. */
function trunk(
  layers: readonly NamedLayer[],
  x: Tensor4D,
  training: boolean,
  wanted: readonly string[],
) {
  const kept = new Map<string, Tensor4D>();
  let last = x;
  for (const { name, layer } of layers) {
    const before = last;
    last = tidy(() => layer(before === x ? toComputePrecision(x) : before, training));
    if (before !== x && ![...kept.values()].includes(before)) before.dispose();
    if (wanted.includes(name)) kept.set(name, last);
  }
  return { last, kept };
}

function stageOf({ blocks, stages }: NetworkShape, parameter: string): number {
  const block = blocks.find(({ name }) => parameter.startsWith(`${name}.`));
  if (block) return block.stage;
  if (parameter.startsWith('fc.')) return stages.length;
  throw new Error(`stageOf: the backbone has no parameter of this name (got ${parameter})`);
}
