import { seedSchema } from '@nhat/documents';
import type { SourceEntry } from '@nhat/documents';
import { factors } from '@nhat/render/factors';

/** The keys of a dataset that is rendered. They may stand at the top of its document. */
export const renderedOptions: SourceEntry['options'] = {
  type: 'object',
  description:
    'Renders objects of ten classes on a plane, with texture, colour, viewpoint and lighting as factors.',
  properties: {
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
    shapesPerBucket: {
      type: 'integer',
      minimum: 1,
      maximum: 65_536,
      default: 40,
      description:
        "Shapes ('CAD models') per class in each of the 12 buckets: 0–9 are in training images, 10 in validation and 11 in test images.",
    },
    seed: { ...seedSchema, default: 0, description: 'Names everything random about the images.' },
  },
};
