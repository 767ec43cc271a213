import { renderedSource } from '@nhat/sources/rendered';
import { indexDocuments, userError } from '..';
import type {
  AugmentationEntry,
  EvaluationEntry,
  ReadBeside,
  Registries,
  SourceEntry,
  WorkspaceDocuments,
} from '..';

const evaluation = (
  properties: EvaluationEntry['options']['properties'] = {},
): EvaluationEntry => ({
  options: { type: 'object', description: 'Evaluates.', properties },
  trained: false,
});

const share = (value: number) =>
  ({ type: 'number', minimum: 0, maximum: 1, default: value, description: 'How much.' }) as const;

const augmentation = (properties: AugmentationEntry['options']['properties'] = {}, on = true) => ({
  options: { type: 'object' as const, description: 'Changes.', properties },
  default: on,
});
/** Pictures that have labels alone. */
const noise: SourceEntry = {
  options: {
    type: 'object',
    description: 'Noise.',
    properties: {
      level: { type: 'number', minimum: 0, default: 1, description: 'How loud.' },
      shades: {
        type: 'object',
        additionalProperties: false,
        description: 'Shades.',
        properties: {
          dark: { type: 'integer', default: 0, description: 'Dark.' },
          light: { type: 'integer', default: 9, description: 'Light.' },
        },
      },
    },
  },
  truths: () => ['label'],
  check: ({ level }, { test }) =>
    test > 100 * Number(level)
      ? [{ key: 'images.test', what: 'more than the level allows', got: test, expected: 'less' }]
      : [],
  words: { about: 'Noise.' },
};

/** Registries with one entry for every kind of option, under names that exist nowhere else. */
export const registries: Registries = {
  backbones: {
    brick: {
      options: {
        type: 'object',
        description: 'A network of bricks.',
        properties: {
          width: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Factor.' },
          layers: {
            type: 'array',
            items: { type: 'integer', minimum: 1 },
            minItems: 1,
            default: [8, 8],
            description: 'Channels.',
          },
        },
      },
      check: ({ width }) =>
        Math.round(8 * Number(width)) >= 1
          ? undefined
          : { option: 'width', what: 'rounds to no channels', expected: 'at least 1/16' },
      stages: 3,
    },
    twins: {
      options: { type: 'object', description: 'A pair of networks.', properties: {} },
      stages: 3,
      gives: ['features', 'map', 'left', 'right'],
    },
  },
  methods: {
    turn: {
      options: {
        type: 'object',
        description: 'Turns.',
        properties: {
          head: {
            type: 'string',
            enum: ['linear', 'deep'],
            default: 'linear',
            description: 'Head.',
          },
          shared: { type: 'boolean', default: true, description: 'Shared.' },
        },
        former: { hidden: 'Write "head": "deep".' },
      },
    },
    hide: {
      options: { type: 'object', description: 'Hides.', properties: {} },
      pretraining: { batch: 32, peakRate: 5e-4 },
      augment: { cutout: false, jitter: false },
    },
    split: {
      options: {
        type: 'object',
        description: 'Compares halves.',
        properties: { negatives: { type: 'integer', default: 5, description: 'How many.' } },
      },
      needs: ['left', 'right'],
      leastBatch: 2,
      checkImages: ({ negatives }, images) =>
        Number(negatives) <= images
          ? undefined
          : {
              option: 'negatives',
              what: 'more than there are images',
              expected: `at most ${images}`,
            },
    },
  },
  tasks: {
    sort: {
      options: { type: 'object', description: 'Sorts.', properties: {} },
      probe: true,
      truth: 'label',
    },
    measure: {
      options: { type: 'object', description: 'Measures.', properties: {} },
      probe: true,
      augment: { crop: false },
      dense: true,
    },
    tilt: {
      options: {
        type: 'object',
        description: 'Tilts.',
        properties: { far: { type: 'boolean', default: false, description: 'Far.' } },
      },
      probe: true,
      truth: 'pose',
    },
  },
  augmentations: {
    jitter: augmentation({ probability: share(0.8), strength: share(0.25) }),
    grey: augmentation(),
    flip: augmentation(),
    crop: augmentation(),
    cutout: augmentation(),
    blur: augmentation({ strength: share(0.5) }, false),
  },
  sources: { rendered: renderedSource, noise },
  claims: {
    'gains-more': {
      options: {
        type: 'object',
        description: 'One gains more.',
        properties: {
          upTo: { type: 'integer', minimum: 1, default: 400, description: 'Largest budget.' },
          dataset: { type: 'string', names: 'dataset', description: 'Name of a dataset.' },
          backbone: { type: 'string', names: 'backbone', description: 'Name of a network.' },
          method: { type: 'string', names: 'method', description: 'Name of a method.' },
        },
      },
    },
    falls: { options: { type: 'object', description: 'It falls.', properties: {} } },
  },
  evaluations: {
    finetune: {
      ...evaluation({
        freezeAfter: { type: 'integer', minimum: 0 },
        frozenStatistics: { type: 'string', enum: ['fixed', 'moving'], default: 'fixed' },
      }),
      trained: true,
      resolve: (given) => ('freezeAfter' in given ? given : { name: 'finetune' }),
      label: (given) => Object.values(given).join(' '),
      slug: (given) => Object.values(given).slice(1).map(String),
    },
    linear: evaluation({
      inversePenalty: { type: 'number', exclusiveMinimum: 0, default: 1 },
      positions: { type: 'integer', minimum: 1, default: 50_000 },
    }),
    mlp: evaluation(),
    knn: {
      ...evaluation({ neighbours: { type: 'integer', minimum: 1, default: 20 } }),
      needs: 'classes',
      label: (given) => `${String(given['neighbours'])}-nn`,
    },
  },
};

/** The smallest valid pipeline. */
export const least = {
  question: 'Why?',
  datasets: ['flat'],
  backbones: ['brick'],
  tasks: ['sort'],
  methods: ['turn'],
  budgets: [10, 20],
};

/** Makes documents from objects or texts, by name; `tables` are the texts of files that pipelines name. */
export function workspace(
  pipelines: Record<string, unknown>,
  datasets: Record<string, unknown> = { flat: {} },
  tables: Record<string, string> = {},
): WorkspaceDocuments {
  return {
    registries,
    datasets: indexDocuments('dataset', files('datasets', datasets)),
    pipelines: indexDocuments('pipeline', files('pipelines', pipelines), besideFrom(tables)),
  };
}

/** Reads files from their texts, by the path that a document names. */
export const besideFrom =
  (tables: Readonly<Record<string, string>>): ReadBeside =>
  (from, path) =>
    tables[path] === undefined
      ? { path, text: '', fault: userError(path, 'no such file', { got: from }) }
      : { path, text: tables[path] };

const files = (folder: string, documents: Record<string, unknown>) =>
  Object.entries(documents).map(([name, body]) => ({
    path: `${folder}/${name}.json`,
    text: typeof body === 'string' ? body : JSON.stringify(body),
  }));
