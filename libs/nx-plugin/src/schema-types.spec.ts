import { datasetSchema, pipelineSchema } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { schemaDifferences } from './testing/schema-differences';

const pairs = {
  Dataset: { schema: datasetSchema, known: { schema: ['$schema', 'extends'], type: ['name'] } },
  Pipeline: {
    schema: pipelineSchema(registries),
    known: {
      // They go into the datasets, backbones, methods and tasks of the resolved pipeline.
      schema: ['$schema', 'extends', 'images', 'training', 'pretraining', 'augment'],
      type: ['name', 'ownBudgets', 'probes'],
    },
  },
};

describe('the types of resolved documents', () => {
  it('have the keys of their schemas, and values of the same kind', () => {
    expect(schemaDifferences(pairs)).toEqual([]);
  });

  it('would differ from a schema with another key, kind or choice', () => {
    const { properties } = datasetSchema;
    const spoilt = {
      ...properties,
      haze: { type: 'boolean' },
      seed: { type: 'string' },
      background: { ...properties!['background'], enum: ['lit', 'dark'] },
      images: { ...properties!['images'], properties: {} },
    } as const;
    const { known } = pairs.Dataset;
    const found = schemaDifferences({
      Dataset: { schema: { ...datasetSchema, properties: spoilt }, known },
    });
    expect(found.map((line) => line.split(':')[0]).sort()).toEqual([
      'Dataset.background',
      'Dataset.haze',
      'Dataset.images.resolution',
      'Dataset.images.test',
      'Dataset.images.train',
      'Dataset.images.validation',
      'Dataset.seed',
    ]);
  });
});
