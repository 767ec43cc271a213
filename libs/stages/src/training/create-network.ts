import { createWeights } from '@nhat/models';
import type { Backbone, BackboneModule, Weights } from '@nhat/models';
import type { MethodFacts, Pretext, PretextModule } from '@nhat/pretext';
import type { Stream } from '@nhat/random';
import { completeOptions } from '@nhat/documents';
import type { BackboneConfig, PretrainConfig } from '@nhat/documents';

/** Channels of the images that every network here sees: L, a and b. */
const CHANNELS = 3;

/** A backbone with its weights, and room for those of heads; new, from streams of `seeded`. */
export interface NewNetwork {
  backbone: Backbone;
  encoder: Weights;
  heads: Weights;
  /** The same architecture in other weights. */
  createBackbone(weights: Weights): Backbone;
  dispose(): void;
}

export function createNetwork(
  module: BackboneModule,
  config: BackboneConfig,
  seeded: Stream,
): NewNetwork {
  const encoder = createWeights(seeded.fork('encoder'));
  const heads = createWeights(seeded.fork('heads'));
  const options = completeOptions(module.options, config.options);
  const createBackbone = (weights: Weights) =>
    module.create(options, { weights, channels: CHANNELS });
  return {
    ...{ encoder, heads, createBackbone, backbone: createBackbone(encoder) },
    dispose() {
      encoder.dispose();
      heads.dispose();
    },
  };
}

export interface PretrainingParts {
  method: PretextModule;
  backbone: BackboneModule;
}

/** A new network with the task of a method on it; `size` pixels a side, `count` training images. */
export function createPretraining(
  { method, backbone: module }: PretrainingParts,
  config: Pick<PretrainConfig, 'backbone' | 'method'>,
  { size, count }: { size: number; count: number },
  seeded: Stream,
): NewNetwork & { pretext: Pretext } {
  const network = createNetwork(module, config.backbone, seeded);
  const { options }: MethodFacts = method.facts;
  const pretext = method.create(completeOptions(options, config.method.options), {
    ...network,
    ...{ size, channels: CHANNELS, images: count },
  });
  return { ...network, pretext };
}
