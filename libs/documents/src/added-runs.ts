import { seedSchema } from './dataset-schema';
import type { JsonSchema } from './json-schema';

/** One training that `nx decide` added to the design of a pipeline. */
export interface AddedRun {
  /** The round in which it was added, from 1. */
  round: number;
  dataset: string;
  /** As in `backboneNames`. */
  backbone: string;
  task: string;
  /** `scratch`, or a name of `armNames`. */
  arm: string;
  /** Labelled images. */
  n: number;
  seed: number;
}

/** The last round that added something; 0 before the first. */
export const lastRound = (added: readonly Pick<AddedRun, 'round'>[]): number =>
  added.reduce((last, { round }) => Math.max(last, round), 0);

/** The ending of the file of additions, which stands beside its pipeline. */
export const ADDED_ENDING = '.added.json';
/** The arm of runs without pretraining. */
export const SCRATCH = 'scratch';

export const addedPath = (pipelinePath: string): string =>
  pipelinePath.replace(/\.json$/, ADDED_ENDING);

const text = (description: string): JsonSchema => ({ type: 'string', description });

export const addedSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Runs that `nx decide` added to a pipeline of nhat',
  description:
    'Written by `nx decide` beside its pipeline, as <name>.added.json, and committed with it. Without this file the pipeline is as designed.',
  type: 'object',
  additionalProperties: false,
  required: ['added'],
  properties: {
    $schema: text('Path of this schema, for editor help.'),
    added: {
      type: 'array',
      maxItems: 10_000,
      description: 'One entry a training.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['round', 'dataset', 'backbone', 'task', 'arm', 'n', 'seed'],
        properties: {
          round: { type: 'integer', minimum: 1, description: 'The round that added it.' },
          dataset: text('Name of the dataset.'),
          backbone: text('Name of the backbone; the second of one name is <name>#2.'),
          task: text('Name of the task.'),
          arm: text('`scratch`, or the method, with the evaluation in brackets unless finetune.'),
          n: { type: 'integer', minimum: 1, description: 'Labelled images.' },
          seed: { ...seedSchema, description: 'Seed of the run.' },
        },
      },
    },
  },
};

/** The keys of an entry, in the order in which entries are sorted. */
export const ADDED_KEYS = ['round', 'dataset', 'backbone', 'task', 'arm', 'n', 'seed'] as const;

/** By round, then by cell and seed. */
export const sortedAdded = (runs: readonly AddedRun[]): AddedRun[] =>
  runs.toSorted((a, b) => {
    const key = ADDED_KEYS.find((one) => a[one] !== b[one]);
    return key === undefined ? 0 : a[key] < b[key] ? -1 : 1;
  });

/** The text of the document of additions, sorted; `path` is that of its pipeline. */
export function addedText(path: string, runs: readonly AddedRun[]): string {
  const up = '../'.repeat(path.split('/').length - 1);
  const $schema = `${up}libs/documents/schema/added.schema.json`;
  const added = sortedAdded(runs).map((run) =>
    Object.fromEntries(ADDED_KEYS.map((key) => [key, run[key]])),
  );
  return `${JSON.stringify({ $schema, added }, null, 2)}\n`;
}
