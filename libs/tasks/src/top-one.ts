import { argMax, cast, equal, reshape, sum, tensor1d, tensor4d } from '@nhat/engine';
import type { Tensor1D } from '@nhat/engine';
import { classified } from '@nhat/train';
import type { Outcome } from '@nhat/train';
import type { ImageBatch } from '@nhat/augment';
import { createHead } from './head';
import type { TaskContext } from './task';

/** Names one of `classes` classes of an image: a head on the features, called `name` among the parameters. */
export interface TopOne {
  /** Cross-entropy and accuracy of a training step. */
  loss(images: ImageBatch, labels: Uint8Array): Outcome;
  /** `[1]`: how many images have their class as the most likely one, in evaluation mode. */
  right(images: ImageBatch, labels: Uint8Array): Tensor1D;
}

export function createTopOne(
  { backbone, heads, head: kind = 'linear', onNonFinite }: TaskContext,
  name: string,
  classes: number,
): TopOne {
  const head = createHead(kind, {
    ...{ heads, name, inputs: backbone.features, outputs: classes },
    onNonFinite,
  });
  const logits = ({ values, count, size, channels }: ImageBatch, training: boolean) =>
    head(backbone.forward(tensor4d(values, [count, size, size, channels]), training), training);
  const indices = (labels: Uint8Array) => tensor1d(Int32Array.from(labels), 'int32');
  return {
    loss: (images, labels) => classified(logits(images, true), indices(labels)),
    right(images, labels) {
      const right = equal(argMax(logits(images, false), 1), indices(labels));
      return reshape(sum(cast(right, 'float32')), [1]) as Tensor1D;
    },
  };
}
