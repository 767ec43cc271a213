import { tensor4d } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import type { ImageBatch } from '@nhat/augment';
import { readMaps } from '@nhat/augment';
import { createHead } from './head';
import type { TaskBatch, TaskContext } from './task';

/** A head at every position of the backbone's map: images → `[batch, side, side, outputs]` float32. */
export type MapHead = (images: ImageBatch, training: boolean) => Tensor4D;

export function createMapHead(
  { backbone, heads, head: kind = 'linear', onNonFinite }: TaskContext,
  name: string,
  outputs: number,
): MapHead {
  const head = createHead(kind, { heads, name, inputs: backbone.features, outputs, onNonFinite });
  return ({ values, count, size, channels }, training) =>
    head(backbone.map(tensor4d(values, [count, size, size, channels]), training), training);
}

/** The truth of a batch under the positions of maps `[batch, side, side, outputs]`, moved as its images were. */
export function truthUnder(side: number, { images, truth, plan, turns }: TaskBatch): Uint8Array {
  const movement = { ...(plan && { plan }), ...(turns && { turns }) };
  return readMaps(truth, images, side, movement);
}
