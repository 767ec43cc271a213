import type { JsonSchema } from './json-schema';

/** Optimiser and learning rate, with the defaults of one kind of training. */
export const scheduleProperties = (
  peakRate: number,
  finalRate: number,
): Record<string, JsonSchema> => ({
  batch: {
    type: 'integer',
    minimum: 1,
    maximum: 8192,
    default: 64,
    description: 'Images per step.',
  },
  peakRate: {
    type: 'number',
    exclusiveMinimum: 0,
    default: peakRate,
    description: 'Learning rate of Adam after the warm-up.',
  },
  finalRate: {
    type: 'number',
    minimum: 0,
    default: finalRate,
    description: 'Learning rate at the end; linear in between.',
  },
  warmup: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.025,
    description: 'Share of the steps in which the rate rises linearly from 0.',
  },
  weightDecay: {
    type: 'number',
    minimum: 0,
    default: 1e-4,
    description: 'Classic L2, added to the gradient of every parameter.',
  },
});

export const imageStepsRuleSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Images seen in training on n labels: perLabel · n, but at least minimum and at most maximum. Too few flatten the scratch curve and inflate the utility.',
  properties: {
    perLabel: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 50,
      description: 'Image-steps per label.',
    },
    minimum: { type: 'integer', minimum: 1, default: 20_000, description: 'Least image-steps.' },
    maximum: { type: 'integer', minimum: 1, default: 160_000, description: 'Most image-steps.' },
  },
};

const flag = (description: string): JsonSchema => ({ type: 'boolean', default: true, description });

export const augmentSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Random changes of training images, drawn per image, in this order (paper code).',
  properties: {
    jitter: flag('Scale and shift of each LAB channel, for 4 of 5 images.'),
    grey: flag('One channel mean instead of three channels, for 1 of 4 images.'),
    flip: flag('Mirror left and right, for every second image.'),
    crop: flag('Shift by up to ⅛ of the side, zeros outside.'),
    cutout: flag('A square of ¼ of the side set to the dataset mean.'),
  },
};
