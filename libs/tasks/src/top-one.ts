import { argMax, cast, equal, readResults, sum, tensor1d, tensor4d } from '@nhat/engine';
import { classified } from '@nhat/train';
import type { StepResult } from '@nhat/train';
import type { ImageBatch } from '@nhat/augment';
import { checkOutputs, createHead } from './head';
import type { TaskContext } from './task';
import { featuresOf } from '@nhat/models';

/** Classifies images into `classes` classes: a head on the features, whose parameters are called `name`. */
export interface TopOne {
  /** Cross-entropy and accuracy of a training step. */
  loss(images: ImageBatch, labels: Uint8Array): StepResult;
  /** How many images have their class as the most likely one, in evaluation mode. */
  right(images: ImageBatch, labels: Uint8Array): Promise<number>;
}

export function createTopOne(
  { backbone, heads, head: kind = 'linear', onNonFinite }: TaskContext,
  name: string,
  classes: number,
): TopOne {
  const head = createHead(kind, { heads, name, inputs: backbone.features, outputs: classes });
  const logits = ({ values, count, size, channels }: ImageBatch, training: boolean) =>
    head(featuresOf(backbone, tensor4d(values, [count, size, size, channels]), training), training);
  const indices = (labels: Uint8Array) => tensor1d(Int32Array.from(labels), 'int32');
  return {
    loss: (images, labels) => classified(logits(images, true), indices(labels)),
    async right(images, labels) {
      const [outputs, hits] = await readResults(() => {
        const named = logits(images, false);
        return [named, sum(cast(equal(argMax(named, 1), indices(labels)), 'float32'))];
      });
      checkOutputs(outputs!, onNonFinite);
      return hits![0]!;
    },
  };
}
