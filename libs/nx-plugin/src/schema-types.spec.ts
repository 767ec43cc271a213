import { addedSchema, datasetSchema, pipelineSchema } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { schemaDifferences } from './testing/schema-differences';

const { options } = registries.sources['rendered']!;
const dataset = datasetSchema(registries.sources);

const pairs = {
  Dataset: {
    schema: dataset,
    // The options of the first source may stand at the top of a document; they go into its source.
    known: { schema: ['$schema', 'extends', ...Object.keys(options.properties)], type: ['name'] },
  },
  RenderConfig: {
    schema: options,
    known: { schema: [], type: ['dataset', 'resolution', 'counts'] },
  },
  Pipeline: {
    schema: pipelineSchema(registries),
    known: {
      // They go into the datasets, backbones, methods and tasks of the resolved pipeline; `run` changes no result.
      schema: [
        '$schema',
        'extends',
        'images',
        'source',
        'training',
        'pretraining',
        'augment',
        'run',
      ],
      type: ['name', 'ownBudgets', 'probes', 'added'],
    },
  },
  AddedRun: {
    schema: addedSchema.properties!['added']!.items!,
    known: { schema: [], type: [] },
  },
};

const NONE = { schema: [], type: [] };

describe('the types of resolved documents', () => {
  it('have the keys of their schemas, and values of the same kind', () => {
    expect(schemaDifferences(pairs)).toEqual([]);
  });

  it('would differ from a schema with another key, kind or choice', () => {
    const { properties } = options;
    const spoilt = {
      ...properties,
      haze: { type: 'boolean' },
      seed: { type: 'string' },
      background: { ...properties['background'], enum: ['lit', 'dark'] },
      factors: { ...properties['factors'], properties: {} },
    } as const;
    const found = schemaDifferences({
      Dataset: { schema: { ...dataset, properties: { title: { type: 'integer' } } }, known: NONE },
      RenderConfig: { schema: { properties: spoilt }, known: pairs.RenderConfig.known },
    });
    expect(found.map((line) => line.split(':')[0]).sort()).toEqual([
      'Dataset.description',
      'Dataset.images',
      'Dataset.name',
      'Dataset.source',
      'Dataset.title',
      'RenderConfig.background',
      ...['colour', 'lighting', 'texture', 'viewpoint'].map((key) => `RenderConfig.factors.${key}`),
      'RenderConfig.haze',
      'RenderConfig.seed',
    ]);
  });
});
