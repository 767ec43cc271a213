import { tensor4d, tidy } from '@nhat/engine';
import { createWeights, mapOf, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { ImageBatch } from '@nhat/augment';
import type { HeadKind, OnNonFinite } from '../head';
import type { TaskBatch, TaskModule } from '../task';

const SIZE = 16;
const CLASSES = 10;

/** Images of noise around one colour each, so that a network can distinguish them. */
function colouredImages(count: number, seed: number): ImageBatch {
  const values = new Float32Array(count * SIZE * SIZE * 3);
  for (let i = 0; i < count; i++) {
    const s = stream('coloured', seed).fork(i);
    const colour = [2 * s.normal(), 2 * s.normal(), 2 * s.normal()];
    for (let at = 0; at < SIZE * SIZE * 3; at++) {
      values[i * SIZE * SIZE * 3 + at] = colour[at % 3]! + 0.3 * s.normal();
    }
  }
  return { count, size: SIZE, channels: 3, values };
}

/** 16 images with random ground truth of the kind that the task learns; a map has a single value, so that it can be learned. */
export function smallTaskBatch(module: TaskModule, seed: number): TaskBatch {
  const s = stream('truth', seed);
  const below = { label: CLASSES, pose: 5, mask: CLASSES + 1, depth: 255 }[module.truth];
  const area = module.truth === 'mask' || module.truth === 'depth' ? SIZE * SIZE : 1;
  const truth = new Uint8Array(16 * area);
  for (let i = 0; i < 16; i++) {
    const value = s.integer(below) + (module.truth === 'depth' ? 1 : 0);
    truth.fill(value, i * area, (i + 1) * area);
  }
  return { images: colouredImages(16, seed), truth };
}

/** A task on the smallest ResNet9. */
export function smallTask<Schema extends OptionSchema>(
  module: TaskModule<Schema>,
  seed: number,
  options: OptionValues<Schema>,
  head: HeadKind = 'linear',
  onNonFinite?: OnNonFinite,
) {
  const encoder = createWeights(stream(seed, 'encoder'));
  const heads = createWeights(stream(seed, 'heads'));
  const backbone = resnet9.create(
    { width: 1 / 16, features: 16 },
    { weights: encoder, channels: 3 },
  );
  return {
    task: module.create(options, {
      ...{ backbone, heads, classes: CLASSES, size: SIZE, head },
      ...(onNonFinite && { onNonFinite }),
    }),
    /** Pixels per side of the maps of its backbone; 1 for tasks on images. */
    side: ({ images: { values, count, size, channels } }: TaskBatch): number =>
      module.truth === 'mask' || module.truth === 'depth'
        ? tidy(
            () => mapOf(backbone, tensor4d(values, [count, size, size, channels]), false).shape[1],
          )
        : 1,
    /** Makes the head output these values for every image. */
    answer(outputs: readonly number[]): void {
      const last = heads.shapes().filter(({ trainable }) => trainable);
      const [weight, bias] = last.slice(-2);
      heads.load([
        { ...weight!, values: new Float32Array(weight!.shape.reduce((a, b) => a * b, 1)) },
        { ...bias!, values: Float32Array.from(outputs) },
      ]);
    },
    parameters: [...encoder.trainable(), ...heads.trainable()],
    dispose() {
      encoder.dispose();
      heads.dispose();
    },
  };
}
