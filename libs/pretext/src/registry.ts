import type { OptionSchema, Registry } from '@nhat/spec';

const rotationOptions = {
  type: 'object',
  description: 'Tells by which multiple of 90° an image was turned (Gidaris et al. 2018).',
  properties: {},
} as const satisfies OptionSchema;

/** Names that pipelines may use under `methods`. */
export const methods: Registry = { rotation: { options: rotationOptions } };
