import type { JsonSchema } from './json-schema';
import { namedChoice } from './named-choice';
import { oncePer } from './once-per';
import { defaultSource } from './source';
import type { SourceRegistry } from './source';

const SEED_LIMIT = 2 ** 31 - 1;

export const seedSchema: JsonSchema = { type: 'integer', minimum: 0, maximum: SEED_LIMIT };

const imageCount = (description: string, count: number): JsonSchema => ({
  type: 'integer',
  minimum: 1,
  maximum: 100_000_000,
  default: count,
  description: `${description} The source may allow only some numbers, e.g. multiples of its classes.`,
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
    train: imageCount('Training images; pretraining sees all of them.', 20_000),
    validation: {
      ...imageCount('Validation images; 0 for none.', 1_000),
      minimum: 0,
    },
    test: imageCount('Test images.', 4_000),
  },
};

/** The schema of dataset documents, given the sources that they may name; the same object for the same registry. */
export const datasetSchema: (sources: SourceRegistry) => JsonSchema = oncePer(newSchema);

function newSchema(sources: SourceRegistry): JsonSchema {
  const first = defaultSource(sources);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Dataset of nhat',
    description: 'What the images are. The file name is the name of the dataset.',
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
        description: 'What the images show, in prose; never reaches a node.',
        default: '',
      },
      source: {
        ...namedChoice(sources, 'Kind of source.'),
        description: `Where the images come from: a name, or { "name": …, and options }. Without it: "${first}", whose options may also stand beside it.`,
      },
      images: imagesSchema,
      ...sources[first]!.options.properties,
    },
  };
}
