import { argMax, cast, equal, reshape, sum, tensor1d, tensor4d } from '@nhat/engine';
import type { Tensor1D } from '@nhat/engine';
import { linear } from '@nhat/models';
import type { OptionSchema } from '@nhat/spec';
import { classified } from '@nhat/train';
import type { ImageBatch } from '@nhat/views';
import type { TaskModule } from './task';

export const classificationOptions = {
  type: 'object',
  description: 'Names the class of the object; top-1 accuracy.',
  properties: {},
} as const satisfies OptionSchema;

/** A linear layer on the features; cross-entropy; share of images whose most likely class is theirs. */
export const classification: TaskModule<typeof classificationOptions> = {
  options: classificationOptions,
  truth: 'label',
  metric: 'accuracy',
  higherIsBetter: true,
  fittedAt: 0.9,
  create(_, { backbone, heads, classes }) {
    const head = linear(heads, 'classification', backbone.features, classes);
    const logits = ({ values, count, size, channels }: ImageBatch, training: boolean) =>
      head(backbone.forward(tensor4d(values, [count, size, size, channels]), training));
    const labels = (truth: Uint8Array) => tensor1d(Int32Array.from(truth), 'int32');
    return {
      loss: ({ images, truth }) => classified(logits(images, true), labels(truth)),
      counts({ images, truth }) {
        const right = equal(argMax(logits(images, false), 1), labels(truth));
        return reshape(sum(cast(right, 'float32')), [1]) as Tensor1D;
      },
      metrics: ([right], images) => ({ accuracy: right! / images }),
    };
  },
};
