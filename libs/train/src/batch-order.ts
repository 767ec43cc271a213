import type { Stream } from '@nhat/random';

export interface BatchOrderOptions {
  /** Images to train on. */
  images: number;
  /** Images per step. */
  batch: number;
  /** Lists shorter than this are repeated within an epoch. */
  epochMinimum: number;
  stream: Stream;
}

/**
 * Images seen in an epoch (the paper's released code): a list shorter than `minimum` is repeated
 * ⌈minimum / images⌉ times. With minimum 10,000 that is 10,000 for 100, 250 and 1,000 images. (The released code
 * repeats a list of exactly 4,000 to 20,000; ask for a minimum of 20,000 to get that.)
 */
export const epochLength = (images: number, minimum: number): number =>
  images * Math.max(1, Math.ceil(minimum / images));

/**
 * Which images belong to a step: position in the list of training images, `batch` of them. Every epoch is a new
 * shuffle of the whole repeated list; batches run on across epochs, so all are full (the released code ends an
 * epoch with a smaller batch). A step's batch depends on the stream and the step only, so training can resume anywhere.
 */
export function batchOrder(options: BatchOrderOptions): (step: number) => Uint32Array {
  const { images, batch, epochMinimum, stream } = options;
  const length = epochLength(images, epochMinimum);
  let held: { epoch: number; order: Uint32Array } = { epoch: -1, order: new Uint32Array() };
  const orderOf = (epoch: number): Uint32Array => {
    if (held.epoch !== epoch)
      held = { epoch, order: stream.fork('epoch', epoch).permutation(length) };
    return held.order;
  };
  return (step) => {
    const indices = new Uint32Array(batch);
    for (let i = 0; i < batch; i++) {
      const at = step * batch + i;
      indices[i] = orderOf(Math.floor(at / length))[at % length]! % images;
    }
    return indices;
  };
}
