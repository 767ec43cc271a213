import { argMax, cast, equal, readResults, tensor1d, tensor4d } from '@nhat/engine';
import { classified } from '@nhat/train';
import type { StepResult } from '@nhat/train';
import type { ImageBatch } from '@nhat/augment';
import { checkOutputs, createHead } from './head';
import { classCounts } from './class-counts';
import type { Answers, TaskContext } from './task';
import { featuresOf } from '@nhat/models';

/** Classifies images into `classes` classes: a head on the features, whose parameters are called `name`. */
export interface TopOne {
  /** Cross-entropy and accuracy of a training step. */
  loss(images: ImageBatch, labels: Uint8Array): StepResult;
  /** Which images have their class as the most likely one, in evaluation mode, and their `classCounts`. */
  answers(images: ImageBatch, labels: Uint8Array): Promise<Answers>;
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
    async answers(images, labels) {
      const [outputs, hits] = await readResults(() => {
        const named = logits(images, false);
        return [named, cast(equal(argMax(named, 1), indices(labels)), 'float32')];
      });
      checkOutputs(outputs!, onNonFinite);
      const right = Uint8Array.from(hits!);
      return { right, counts: classCounts(right, labels, classes) };
    },
  };
}
