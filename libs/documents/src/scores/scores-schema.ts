import type { JsonSchema } from '../json-schema';

const name = (description: string): JsonSchema => ({
  ...{ type: 'string', minLength: 1, maxLength: 60 },
  description,
});

const metricKeys: Record<string, JsonSchema> = {
  metric: name(
    'Name of the metric, e.g. "accuracy" or "rmse". Without it, that of the task if it is one of nhat’s, else accuracy.',
  ),
  higherIsBetter: {
    type: 'boolean',
    description: 'Whether larger values are better; needed for metrics that nhat does not have.',
  },
  unit: name(
    '"share": values from 0 to 1; "percent": from 0 to 100, shown as shares; any other text is the name of the unit.',
  ),
  chance: {
    type: 'number',
    description:
      'The metric of the best constant answer, in the unit of the values. With it, runs that are no better are told from those that learned.',
  },
};

/** The schema of the key `scores` of pipeline documents. */
export const scoresSchema: JsonSchema = {
  description:
    'Runs of any other program, instead of a grid: a CSV file, by its path from this document, with the columns arm, n, seed and value, and optionally dataset, task, backbone and pretraining. Rows with the arm "scratch" are the reference. Or { "file": …, and settings }.',
  if: { type: 'string' },
  then: { type: 'string', minLength: 1 },
  else: {
    type: 'object',
    required: ['file'],
    additionalProperties: false,
    properties: {
      file: { type: 'string', minLength: 1, description: 'Path of the CSV file.' },
      ...metricKeys,
      dataset: name(
        'The dataset of all rows, without a column for it; by default the file’s name.',
      ),
      backbone: name('The network of all rows, without a column for it; "network" by default.'),
      task: name('The task of all rows, without a column for it; "task" by default.'),
      pretraining: {
        type: 'string',
        enum: ['one', 'seeds'],
        default: 'one',
        description:
          'Without a column "pretraining": one, all runs of a method start from one pretrained network, so that intervals speak of that network; seeds, each seed has a network of its own, so that they speak of the method.',
      },
      ignore: {
        type: 'array',
        maxItems: 100,
        items: { type: 'string', minLength: 1, description: 'Name of a column.' },
        description: 'Columns that are not read.',
      },
      tasks: {
        type: 'object',
        description: 'Metrics of tasks that differ, by the name of the task.',
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: metricKeys,
        },
      },
    },
  },
};
