import { createWeights, resnet9 } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { ImageBatch } from '@nhat/augment';
import type { PretextBatch, PretextModule } from '../pretext';

export const SIZE = 16;

/** Colour ramps from top to bottom with noise: something to learn for any method. */
export function rampImages(count: number, seed: number): ImageBatch {
  const key = `${count} ${seed}`;
  const held = ramps.get(key) ?? drawnRamps(count, seed);
  ramps.set(key, held);
  return { ...held, values: held.values.slice() };
}

const ramps = new Map<string, ImageBatch>();

function drawnRamps(count: number, seed: number): ImageBatch {
  const values = new Float32Array(count * SIZE * SIZE * 3);
  for (let i = 0; i < count; i++) {
    const s = stream('ramp', seed).fork(i);
    const colour = [s.normal(), s.normal(), s.normal()];
    for (let at = 0; at < SIZE * SIZE * 3; at++) {
      const y = Math.floor(at / (SIZE * 3));
      values[i * SIZE * SIZE * 3 + at] = colour[at % 3]! + (4 * y) / SIZE - 2 + 0.3 * s.normal();
    }
  }
  return { count, size: SIZE, channels: 3, values };
}

/** A backbone that takes the options of ResNet9. */
export interface SmallBackbone {
  create(
    options: { width: number; features: number },
    context: { weights: Weights; channels: number },
  ): Backbone;
}

/** A method on the smallest ResNet9 (or backbone like it), with 16 images to train on. */
export function smallPretext<Schema extends OptionSchema>(
  module: PretextModule<Schema>,
  seed: number,
  options: OptionValues<Schema>,
  small: SmallBackbone = resnet9,
) {
  const encoder = createWeights(stream(seed, 'encoder'));
  const heads = createWeights(stream(seed, 'heads'));
  const wants = new Set<string>();
  const create = (weights: Weights): Backbone => {
    const made = small.create({ width: 1 / 16, features: 16 }, { weights, channels: 3 });
    return {
      ...made,
      forward(x, pass) {
        for (const one of pass.want) wants.add(one);
        return made.forward(x, pass);
      },
    };
  };
  const others: Weights[] = [];
  const createBackbone = (weights: Weights) => {
    others.push(weights);
    return create(weights);
  };
  const backbone = create(encoder);
  const network = { backbone, encoder, heads, createBackbone };
  const context = { ...network, size: SIZE, channels: 3, images: 16 };
  const pretext = module.create(options, context);
  return {
    encoder,
    heads,
    backbone,
    pretext,
    features: backbone.features,
    /** Names of what was asked of any of its encoders. */
    wants,
    /** The weights of the encoders that the method made beside the first. */
    others,
    parameters: [...encoder.trainable(), ...heads.trainable()],
    dispose() {
      encoder.dispose();
      heads.dispose();
    },
  };
}

/** The 16 images of a step; second views are noisier copies. */
export function smallBatch(module: PretextModule, seed: number, step: number): PretextBatch {
  const view = rampImages(16, seed);
  const s = stream(seed, 'views').fork(step);
  const noisy = () => ({ ...view, values: view.values.map((x) => x + 0.3 * s.normal()) });
  return {
    views: Array.from({ length: module.facts.views }, (_, at) => (at === 0 ? view : noisy())),
    indices: Uint32Array.from({ length: 16 }, (_, i) => i),
    stream: stream(seed, 'method').fork(step),
  };
}
