import type { OptionSchema } from '@nhat/documents';
import { isMirrored } from '@nhat/augment';
import { classMetrics, imagesOfClasses } from './class-counts';
import { commonestShare } from './constant-score';
import { taskModule } from './task';
import type { TaskBatch, TaskFacts } from './task';
import { createTopOne } from './top-one';

export const poseOptions = {
  type: 'object',
  description:
    'Classifies the tilt of the object: upright, to the left, away, to the right, or towards the camera; top-1 accuracy.',
  properties: {
    relabelFlips: {
      type: 'boolean',
      description:
        'Whether a mirrored image gets the mirrored label: left becomes right. False is the rule of the released code, in which such images have a wrong label.',
      default: true,
    },
  },
} as const satisfies OptionSchema;

export const poseFacts = {
  options: poseOptions,
  truth: 'pose',
  metric: 'accuracy',
  higherIsBetter: true,
  fittedAt: 0.9,
} as const satisfies TaskFacts;

/** Upright, image left, away from the camera, image right, towards the camera (the order of the released code). */
const POSES = 5;

/** The class of the mirror image of each class. */
const MIRRORED = [0, 3, 2, 1, 4] as const;

/**
 * The tilt of the object in five classes (the paper's released code): a head on the features,
 * cross-entropy, share of images whose most likely class is theirs. Objects tilt where the viewpoint varies.
 *
 * Differs from the released code in that a flip swaps left and right in the label too (`relabelFlips`). `majority`
 * is the share of the commonest class, what a network that looks at nothing would reach: 0.267 over all draws.
 */
export const pose = /* @__PURE__ */ taskModule(poseFacts, {
  constantScore: commonestShare,
  create({ relabelFlips }, context) {
    const { loss, answers } = createTopOne(context, 'pose', POSES);
    const labels = ({ truth, plan }: TaskBatch): Uint8Array =>
      relabelFlips && plan
        ? truth.map((label, i) => (isMirrored(plan, i) ? MIRRORED[label]! : label))
        : truth;
    return {
      targets: (batch) => ({ kind: 'classes', of: labels(batch), classes: POSES }),
      loss: (batch) => loss(batch.images, labels(batch)),
      counts: async (batch) => (await answers(batch.images, labels(batch))).counts,
      answers: (batch) => answers(batch.images, labels(batch)),
      metrics: (counts, images) => ({
        ...classMetrics(counts, images),
        majority: Math.max(...imagesOfClasses(counts)) / images,
      }),
    };
  },
});
