import type { OptionSchema, Registry } from '@nhat/spec';

const classificationOptions = {
  type: 'object',
  description: 'Names the class of the object; accuracy.',
  properties: {},
} as const satisfies OptionSchema;

/** Names that pipelines may use under `tasks`. */
export const tasks: Registry = { classification: { options: classificationOptions } };
