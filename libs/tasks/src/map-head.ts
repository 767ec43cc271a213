import { readResults, tensor4d } from '@nhat/engine';
import type { Tensor, Tensor4D, TensorValues } from '@nhat/engine';
import type { ImageBatch } from '@nhat/augment';
import { readMaps } from '@nhat/augment';
import { checkOutputs, createHead } from './head';
import type { TaskBatch, TaskContext } from './task';
import { mapOf } from '@nhat/models';

/** A head at every position of the backbone's map. */
export interface MapHead {
  /** A training step, inside the gradient tape: images → `[batch, side, side, outputs]` float32. */
  train(images: ImageBatch): Tensor4D;
  /** Evaluation mode: the values of that map, of `side` positions a side, and those of what `further` makes of it. */
  evaluate(
    images: ImageBatch,
    further?: (map: Tensor4D) => Tensor,
  ): Promise<{ side: number; outputs: Float32Array; derived: ArrayLike<number> }>;
}

export function createMapHead(
  { backbone, heads, head: kind = 'linear', onNonFinite }: TaskContext,
  name: string,
  outputs: number,
): MapHead {
  const head = createHead(kind, { heads, name, inputs: backbone.features, outputs });
  const run = ({ values, count, size, channels }: ImageBatch, training: boolean): Tensor4D =>
    head(mapOf(backbone, tensor4d(values, [count, size, size, channels]), training), training);
  return {
    train: (images) => run(images, true),
    async evaluate(images, further) {
      let side = 0;
      const [values, derived] = await readResults<TensorValues>(() => {
        const map = run(images, false);
        side = map.shape[1];
        return further ? [map, further(map)] : [map];
      });
      checkOutputs(values as Float32Array, onNonFinite);
      return { side, outputs: values as Float32Array, derived: derived ?? [] };
    },
  };
}

/**
 * The ground truth of a batch at the positions of maps `[batch, side, side, outputs]`, transformed in the same way as its
 * images.
 */
export function truthUnder(side: number, { images, truth, plan, turns }: TaskBatch): Uint8Array {
  const movement = { ...(plan && { plan }), ...(turns && { turns }) };
  return readMaps(truth, images, side, movement);
}
