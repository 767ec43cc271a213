import { augmentSchema } from './augment-schema';
import { claimsSchema } from './claim';
import { runSchema } from './cluster-options';
import { imagesSchema, seedSchema } from './dataset-schema';
import { evaluationsSchema } from './evaluation';
import { decisionSchema } from './decision';
import { goalSchema } from './goal';
import type { JsonSchema } from './json-schema';
import type { OptionSchema } from './option-schema';
import type { Registries, Registry, RegistryEntry } from './registry';
import { scoresSchema } from './scores/scores-schema';
import { finetuningSchema, overriding, pretrainingSchema, trainingSchema } from './training-schema';

/** The largest number of entries of a list. */
const MAX_ENTRIES = 1000;
/** The largest length of a descriptive text, in characters. */
const MAX_TEXT_LENGTH = 5000;

const prose = (description: string, rest: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  maxLength: MAX_TEXT_LENGTH,
  description: `${description} Never reaches a node: edit it freely.`,
  ...rest,
});

const budgetList: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_ENTRIES,
  items: { type: 'integer', minimum: 1, description: 'Labelled images.' },
};

const budgetsSchema: JsonSchema = {
  description:
    'Label budgets n, ascending: one list for every arm, or { "scratch": […], "finetune": […] }. The budgets from scratch should reach beyond the largest finetuning budget: n̂ is read from it.',
  if: { type: 'array' },
  then: budgetList,
  else: {
    type: 'object',
    additionalProperties: false,
    properties: {
      scratch: { ...budgetList, description: 'Budgets for training from scratch; at least two.' },
      finetune: { ...budgetList, description: 'Budgets for finetuning.' },
    },
  },
};

const datasetChoice: JsonSchema = {
  if: { type: 'string' },
  then: { type: 'string' },
  else: {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: 'Name of a document in datasets/.' },
      budgets: {
        ...budgetsSchema,
        description:
          'Label budgets of this dataset, instead of those of the pipeline: an easy dataset is learnt from fewer labels.',
      },
    },
  },
};

const seedsSchema: JsonSchema = {
  description:
    'How many runs of each arm at each of its budgets (3 means seeds 0, 1, 2), or a list of seeds.',
  default: 3,
  if: { type: 'array' },
  then: { type: 'array', minItems: 1, maxItems: MAX_ENTRIES, items: seedSchema },
  else: { type: 'integer', minimum: 1, maximum: MAX_ENTRIES },
};

const pretrainingSeedsSchema: JsonSchema = {
  description:
    'Pretrained networks for each method: "seeds", one for each seed, so that intervals speak of the method; or their number k, and the i-th seed finetunes network i mod k.',
  default: 'seeds',
  if: { type: 'string' },
  then: { type: 'string', enum: ['seeds'] },
  else: { type: 'integer', minimum: 1, maximum: MAX_ENTRIES },
};

/** The images of a dataset, without defaults: a key that is not given stays as the dataset has it. */
const overridesSchema = overriding(
  imagesSchema,
  'Overrides the images of every dataset named here.',
);

const intervalSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Intervals by resampling both arms.',
  properties: {
    coverage: {
      type: 'number',
      exclusiveMinimum: 0.5,
      maximum: 0.999,
      default: 0.95,
      description:
        'Share of repetitions of the experiment whose interval should contain the true value.',
    },
    draws: {
      type: 'integer',
      minimum: 100,
      maximum: 1_000_000,
      default: 2000,
      description: 'Resamples.',
    },
    seed: { ...seedSchema, default: 0, description: 'Seed of the resampling.' },
  },
};

/** The schema of pipeline documents for these registries. */
export function pipelineSchema(registries: Registries): JsonSchema {
  const { backbones, methods, tasks, evaluations } = registries;
  const augment = augmentSchema(registries.augmentations);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Pipeline of nhat',
    description:
      'One question: a grid of datasets × backbones × tasks × methods × budgets × seeds.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Path of this schema, for editor help.' },
      extends: {
        type: 'string',
        description:
          'Name of a pipeline from which omitted keys are inherited (texts, claims, active and run excepted).',
      },
      question: prose('What this pipeline answers.', { minLength: 1 }),
      cost: prose('What it costs, measured: time and machine.', { default: '' }),
      expected: prose('The expected result, with its spread.', { default: '' }),
      active: {
        type: 'boolean',
        default: false,
        description: 'Whether `nx run-many` runs it when no pipeline is named.',
      },
      run: runSchema,
      claims: claimsSchema(registries.claims),
      includes: {
        type: 'array',
        minItems: 1,
        maxItems: MAX_ENTRIES,
        items: { type: 'string', description: 'Name of a pipeline.' },
        description:
          'Names of pipelines whose combinations of dataset, network and task belong to this one too: a study, which needs no datasets of its own. Curves of the same combination are joined, and no training is computed twice.',
      },
      scores: scoresSchema,
      datasets: {
        type: 'array',
        minItems: 1,
        maxItems: MAX_ENTRIES,
        items: datasetChoice,
        description:
          'Names of documents in datasets/, or { "name": …, "budgets": … } for a dataset with budgets of its own.',
      },
      images: overridesSchema,
      source: {
        type: 'object',
        description:
          'Overrides options of the source of every dataset named here, e.g. { "background": "unlit" }; see the schema of datasets for the options of each source.',
      },
      backbones: choices(backbones, 'Networks', () => backboneKeys(methods, augment)),
      tasks: choices(tasks, 'What the labels are for', () => taskKeys(augment)),
      methods: choices(methods, METHODS, methodKeys(augment)),
      evaluations: evaluationsSchema(evaluations),
      randomWeights: {
        type: 'boolean',
        default: true,
        description:
          'Whether every evaluation that leaves part of the network as it was pretrained is also run on networks with random weights, as a reference for all methods. It has no utility and is not ranked.',
      },
      labels: {
        type: 'string',
        enum: ['balanced', 'random'],
        description:
          'How the n labelled images of a seed are drawn; larger budgets contain smaller ones. balanced: as many of each class as n allows, which uses labels that one does not have yet. random: the first n of one shuffle of all images, as in the paper, so that small budgets may lack a class. Without this key: balanced for rendered images, random for images of your own.',
      },
      budgets: budgetsSchema,
      seeds: seedsSchema,
      pretrainingSeeds: pretrainingSeedsSchema,
      training: trainingSchema,
      pretraining: pretrainingSchema,
      augment,
      epochMinimum: {
        type: 'integer',
        minimum: 1,
        default: 10_000,
        description:
          'Fewer labelled images than this are repeated within an epoch, each time augmented anew (paper code: 10,000).',
      },
      precision: {
        type: 'string',
        enum: ['auto', 'float32', 'bfloat16'],
        default: 'auto',
        description:
          'Precision of convolutions, activations and their gradients; weights, statistics, losses and the optimiser are float32. auto: the precision that was measured to be faster on this processor, recorded in the manifest. WebAssembly always uses float32.',
      },
      inversion: {
        type: 'string',
        enum: ['isotonic', 'paper'],
        default: 'isotonic',
        description:
          'How n̂ is read from the scratch curve. isotonic: monotone fit, linear in (log n, metric). paper: the released code, linear in n.',
      },
      metric: {
        type: 'string',
        enum: ['accuracy', 'balancedAccuracy'],
        default: 'accuracy',
        description:
          'What utilities of tasks that classify are computed from. accuracy: the share of test images whose class is named. balancedAccuracy: the mean of this share over classes, so that a class with few images counts as much as one with many. Every training has both, so nothing is trained again. Other tasks keep their main metric.',
      },
      interval: intervalSchema,
      goal: goalSchema,
      decision: decisionSchema,
    },
  };
}

const METHODS =
  'What is compared with training from scratch: methods of pretraining, and arms without pretraining';

/** The keys of a choice besides the options of the named entry. */
type Keys = Record<string, JsonSchema>;

const methodKeys =
  (augment: JsonSchema) =>
  ({ reads }: RegistryEntry): Keys => ({
    as: {
      type: 'string',
      minLength: 1,
      maxLength: 40,
      description:
        'The name of its arms in results, where a list has the method twice: lower-case letters, digits and single hyphens.',
    },
    ...(reads === undefined && {
      pretraining: overriding(pretrainingSchema, 'Schedule of this method, where it differs.'),
      training: finetuningSchema,
      augment: overriding(augment, 'Augmentation in pretraining by this method.'),
    }),
  });

const taskKeys = (augment: JsonSchema): Keys => ({
  augment: overriding(augment, 'Augmentation in training for this task.'),
});

const backboneKeys = (methods: Registry, augment: JsonSchema): Keys => ({
  training: overriding(
    trainingSchema,
    'Recipe of this backbone, where it differs, e.g. { "imagesSeen": { "perLabel": 250 } } for networks that learn more slowly. Its minimum and maximum stay those of the pipeline unless they are given too.',
  ),
  methods: choices(
    methods,
    'The methods for this backbone, if not all; what is given here differs from the list of the pipeline',
    methodKeys(augment),
  ),
});

function choices(
  registry: Registry,
  description: string,
  more: (entry: RegistryEntry) => Keys,
): JsonSchema {
  const names = Object.keys(registry);
  const name: JsonSchema = { type: 'string', enum: names, ...elsewhere(registry) };
  return {
    type: 'array',
    minItems: 1,
    maxItems: MAX_ENTRIES,
    description: `${description}: names, or { "name": …, and options }.`,
    items: {
      if: { type: 'string' },
      then: name,
      else: {
        type: 'object',
        required: ['name'],
        properties: { name: { ...name, description: 'Name in the registry.' } },
        allOf: names.map((name) =>
          optionsWhenNamed(name, registry[name]!.options, more(registry[name]!)),
        ),
      },
    },
  };
}

/** A name that no list has may be that of a network from elsewhere, whose features an arm reads from a table. */
function elsewhere(registry: Registry): Pick<JsonSchema, 'otherwise'> {
  const table = Object.keys(registry).find((name) => registry[name]!.reads?.from === 'table');
  if (table === undefined) return {};
  return {
    otherwise: `Features of a network from elsewhere: { "name": "${table}", "file": "…" }.`,
  };
}

function optionsWhenNamed(name: string, options: OptionSchema, more: Keys): JsonSchema {
  return {
    if: { type: 'object', required: ['name'], properties: { name: { const: name } } },
    then: {
      description: options.description,
      additionalProperties: false,
      ...(options.former && { former: options.former }),
      properties: {
        name: { const: name, description: options.description },
        ...jsonSchema(options).properties,
        ...more,
      },
    },
  };
}

/** The options as plain JSON Schema. */
export const jsonSchema = (options: OptionSchema): JsonSchema =>
  ({ ...options, additionalProperties: false }) as unknown as JsonSchema;
