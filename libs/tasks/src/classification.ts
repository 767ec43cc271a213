import type { OptionSchema } from '@nhat/documents';
import { commonestShare } from './constant-score';
import type { TaskModule } from './task';
import { createTopOne } from './top-one';

export const classificationOptions = {
  type: 'object',
  description: 'Names the class of the object; top-1 accuracy.',
  properties: {},
} as const satisfies OptionSchema;

/** A head on the features; cross-entropy; share of images whose most likely class is theirs. */
export const classification: TaskModule<typeof classificationOptions> = {
  options: classificationOptions,
  truth: 'label',
  metric: 'accuracy',
  higherIsBetter: true,
  fittedAt: 0.9,
  constantScore: commonestShare,
  create(_, context) {
    const { loss, right } = createTopOne(context, 'classification', context.classes);
    return {
      targets: ({ truth }) => ({ kind: 'classes', of: truth, classes: context.classes }),
      loss: ({ images, truth }) => loss(images, truth),
      counts: ({ images, truth }) => right(images, truth),
      metrics: ([hits], images) => ({ accuracy: hits! / images }),
    };
  },
};
