import type { JsonObject, Registries, SupervisedConfig } from '@nhat/documents';
import { isTraining } from './work';

/** Bytes of a process that trains a network of no size: Node, the engine and images in memory. */
const BASE = 200e6;

/**
 * Bytes that a step takes for each value that a convolution gives: the value, what normalisation and activation make of it, gradients.
 * Measured in float32 with batches of 64 at 32, 64 and 128 pixels: 19 to 25 for ResNet9, 12 for ResNet50.
 */
const PER_VALUE = 24;

type Trained = Partial<Pick<SupervisedConfig, 'backbone' | 'schedule'>> & {
  method?: { name: string };
};

/**
 * Bytes that the process of a training is expected to take at most, in float32, on images of `resolution` pixels per side and in batches of
 * `batch`, by default its own; null for a node that trains by no steps, and for a backbone that does not say how many values it gives.
 */
export function trainingMemory(
  { stage, config }: { stage: string; config: JsonObject },
  resolution: number,
  registries: Registries,
  batch?: number,
): number | null {
  const { backbone, schedule, method } = config as unknown as Trained;
  if (!isTraining(stage) || backbone === undefined || schedule === undefined) return null;
  const image = { size: resolution, channels: 3 };
  const values = registries.backbones[backbone.name]?.activations?.(backbone.options, image);
  if (values === undefined) return null;
  const views = method === undefined ? 1 : (registries.methods[method.name]?.views ?? 1);
  return BASE + PER_VALUE * values * (batch ?? schedule.batch) * views;
}
