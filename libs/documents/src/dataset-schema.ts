import type { JsonSchema } from './json-schema';

const SEED_LIMIT = 2 ** 31 - 1;

export const seedSchema: JsonSchema = { type: 'integer', minimum: 0, maximum: SEED_LIMIT };

const factor = (description: string) =>
  ({ type: 'boolean', default: false, description }) as const satisfies JsonSchema;

/** What varies between images (paper, section 3: T, C, V, L), a line each; the type `Factors` follows from it. */
export const factors = {
  texture: factor('T. On: object and background carry random textures. Off: one flat colour each.'),
  colour: factor(
    'C. On: colours say nothing about the class. Off: each class has its own reference colour.',
  ),
  viewpoint: factor(
    'V. On: each Euler angle varies with 0.5 rad. Off: one orientation for all images.',
  ),
  lighting: factor('L. On: the angle of the lamp varies with 2 rad. Off: one lamp position.'),
} as const satisfies Record<string, JsonSchema>;

const imageCount = (description: string, count: number): JsonSchema => ({
  type: 'integer',
  minimum: 10,
  maximum: 100_000_000,
  multipleOf: 10,
  default: count,
  description: `${description} A multiple of the 10 classes, which are exactly balanced where an image has one object.`,
});

/** Resolution and counts; a pipeline may override each. */
export const imagesSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'How many images, and how large.',
  properties: {
    resolution: {
      type: 'integer',
      minimum: 16,
      maximum: 256,
      multipleOf: 8,
      default: 64,
      description: 'Pixels per side, a multiple of 8. The paper trains on 64.',
    },
    train: imageCount('Training images (shape buckets 0–9); pretraining sees all of them.', 20_000),
    validation: {
      ...imageCount('Validation images (shape bucket 10); 0 for none.', 1_000),
      minimum: 0,
    },
    test: imageCount('Test images (shape bucket 11); their shapes never occur in training.', 4_000),
  },
};

export const datasetSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Dataset of nhat',
  description: 'What the synthetic world looks like. The file name is the name of the dataset.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'Path of this schema, for editor help.' },
    extends: {
      type: 'string',
      description: 'Name of a dataset whose keys hold where this document gives none.',
    },
    title: {
      type: 'string',
      maxLength: 100,
      description: 'Name for charts and tables; never reaches a node.',
      default: '',
    },
    description: {
      type: 'string',
      maxLength: 5000,
      description: 'What the world looks like, in prose; never reaches a node.',
      default: '',
    },
    factors: {
      type: 'object',
      additionalProperties: false,
      description:
        'What varies between images (paper, section 3). Off: fixed, or tied to the class.',
      properties: factors,
    },
    background: {
      type: 'string',
      enum: ['lit', 'unlit'],
      default: 'lit',
      description:
        'lit: the lamp falls on the background, as in the paper; with lighting off its gradient gives image rotations away. unlit: a flat background.',
    },
    objects: {
      type: 'integer',
      minimum: 1,
      maximum: 8,
      default: 1,
      description:
        'Objects in an image. 1: in the middle. More: a scene of objects of any classes that hide each other and may leave the picture (the paper: 4); it has masks, instances and depth, but no label and no pose.',
    },
    images: imagesSchema,
    shapesPerBucket: {
      type: 'integer',
      minimum: 1,
      maximum: 65_536,
      default: 40,
      description: "Shapes ('CAD models') per class in each of the 12 buckets.",
    },
    seed: { ...seedSchema, default: 0, description: 'Names everything random about the world.' },
  },
};
