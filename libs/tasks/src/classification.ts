import type { OptionSchema } from '@nhat/documents';
import { classMetrics } from './class-counts';
import { commonestShare } from './constant-score';
import { taskModule } from './task';
import type { TaskFacts } from './task';
import { createTopOne } from './top-one';

export const classificationOptions = {
  type: 'object',
  description: 'Classifies the object; top-1 accuracy.',
  properties: {},
} as const satisfies OptionSchema;

export const classificationFacts = {
  options: classificationOptions,
  truth: 'label',
  metric: 'accuracy',
  higherIsBetter: true,
  fittedAt: 0.9,
} as const satisfies TaskFacts;

/** A head on the features; cross-entropy; share of images whose most likely class is theirs, and the mean of that share over classes. */
export const classification = /* @__PURE__ */ taskModule(classificationFacts, {
  constantScore: commonestShare,
  create(_, context) {
    const { loss, answers } = createTopOne(context, 'classification', context.classes);
    return {
      targets: ({ truth }) => ({ kind: 'classes', of: truth, classes: context.classes }),
      loss: ({ images, truth }) => loss(images, truth),
      counts: async ({ images, truth }) => (await answers(images, truth)).counts,
      answers: ({ images, truth }) => answers(images, truth),
      metrics: classMetrics,
    };
  },
});
