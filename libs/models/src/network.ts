import { globalAverage, slice, tidy, toComputePrecision, toFloat32 } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone, MapOfFirst } from './backbone';
import { blockLayer } from './block-layer';
import type { Layer } from './block-layer';
import { linear } from './layers';
import { channelsOf } from './network-shape';
import type { NetworkShape } from './network-shape';
import type { Weights } from './weights';

/**
 * Builds a network. `fc` is linear at every position and commutes with the average, so `forward` averages first: the
 * same sums with less work.
 */
export function createNetwork(shape: NetworkShape, weights: Weights): Backbone {
  const layers = shape.blocks.map((block) => ({
    name: block.name,
    layer: blockLayer(weights, block),
  }));
  const project = linear(weights, 'fc', channelsOf(shape.blocks.at(-1)!), shape.features);
  const pooled = (h: Tensor4D): Tensor2D => project(globalAverage(h));
  const mapOf =
    (h: Tensor4D): MapOfFirst =>
    (images) =>
      project(slice(toFloat32(h), [0, 0, 0, 0], [images, -1, -1, -1]));
  const { coarse, fine } = shape.local;
  const channels = (name: string) => channelsOf(shape.blocks.find((one) => one.name === name)!);
  return {
    features: shape.features,
    stages: shape.stages,
    local: { coarse: channels(coarse), fine: channels(fine) },
    forward: (x, training) => pooled(trunk(layers, x, training).last),
    map: (x, training) => project(toFloat32(trunk(layers, x, training).last)),
    forwardWithMap(x, training) {
      const { last } = trunk(layers, x, training);
      return { features: pooled(last), map: mapOf(last) };
    },
    forwardWithLocal(x, training) {
      const { last, kept } = trunk(layers, x, training, [coarse, fine]);
      const local = (name: string) => toFloat32(kept.get(name)!);
      return {
        ...{ features: pooled(last), map: mapOf(last) },
        ...{ coarse: local(coarse), fine: local(fine) },
      };
    },
    stageOf: (name) => stageOf(shape, name),
  };
}

interface NamedLayer {
  name: string;
  layer: Layer;
}

/** All blocks one after another; what the gradient needs of their outputs is kept by the tape, what is in `wanted` here. */
function trunk(
  layers: readonly NamedLayer[],
  x: Tensor4D,
  training: boolean,
  wanted: readonly string[] = [],
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
