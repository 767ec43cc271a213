import type { JsonSchema } from './json-schema';

/** Optimiser and learning rate, with the defaults of one kind of training; `ScheduleConfig` follows from it. */
export const scheduleProperties = (peakRate: number, finalRate: number) =>
  ({
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
  }) as const satisfies Record<string, JsonSchema>;

const rule: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    perLabel: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 50,
      description: 'Images seen per label.',
    },
    minimum: { type: 'integer', minimum: 1, default: 20_000, description: 'Least images seen.' },
    maximum: { type: 'integer', minimum: 1, default: 160_000, description: 'Most images seen.' },
  },
};

const row: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['imagesSeen'],
  properties: {
    upTo: {
      type: 'integer',
      minimum: 1,
      description:
        'Largest budget of this row; the last row has none and holds for all larger ones.',
    },
    imagesSeen: { type: 'integer', minimum: 1, description: 'Images seen, repeats included.' },
    warmup: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description:
        'Share of the steps in which the rate rises, where it differs from training.warmup.',
    },
  },
};

const imagesSeenRuleSchema: JsonSchema = {
  description:
    'Images seen in training on n labels: perLabel · n, but at least minimum and at most maximum; or a list of rows { "upTo": n, "imagesSeen": … }, ascending. Too few flatten the scratch curve and inflate the utility.',
  default: {},
  properties: rule.properties!,
  if: { type: 'array' },
  then: { type: 'array', minItems: 1, maxItems: 1000, items: row },
  else: rule,
};

export const trainingSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Training from scratch and finetuning: one recipe for both, but for methods with a "training" of their own.',
  properties: {
    imagesSeen: imagesSeenRuleSchema,
    scratchFactor: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 100,
      default: 1,
      description:
        'Images seen in training from scratch, as a multiple of those in finetuning. The paper: 1; a larger value tests whether training from scratch was only too short (He et al. 2018).',
    },
    ...scheduleProperties(3e-3, 1e-6),
  },
};

/** The keys of training that a method may change for finetuning, without defaults. */
export const finetuningSchema: JsonSchema = overriding(
  { type: 'object', additionalProperties: false, properties: scheduleProperties(3e-3, 1e-6) },
  'What training of networks of this method with labels (finetuning, also of a part of the network, and mlp heads) does otherwise than training from scratch, e.g. { "peakRate": 0.01 }; both see as many images. One recipe for both, as in the paper, may suit one of them better.',
);

export const pretrainingSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    "Self-supervised pretraining. Omitted keys fall back to the method's own settings, then to the defaults below.",
  properties: {
    imagesSeen: {
      type: 'integer',
      minimum: 1,
      default: 200_000,
      description: 'Images seen, repeats included.',
    },
    ...scheduleProperties(1e-3, 1e-5),
    images: {
      type: 'string',
      enum: ['all', 'labelled'],
      default: 'all',
      later: true,
      description:
        'all: one network learns from all training images, also those without labels. labelled: a control, in which each training with n labels has a network of its own that learns from these n images alone, for as long as otherwise.',
    },
    probes: {
      type: 'boolean',
      default: true,
      description:
        'Whether, after the training, linear and mlp heads are fitted to its frozen features with the labels of up to 5,000 images, to measure what these contain. The network is the same without them.',
    },
  },
};

/** The same keys without defaults, for keys that override others. */
export function overriding(schema: JsonSchema, description: string): JsonSchema {
  const properties = Object.entries(schema.properties!).map(([key, { default: _, ...rest }]) => [
    key,
    rest,
  ]);
  return { ...schema, description, properties: Object.fromEntries(properties) };
}
