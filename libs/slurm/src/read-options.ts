import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { parseDocument } from '@nhat/documents/parse-document';
import { validate } from '@nhat/documents/validate';
import type { JsonSchema } from '@nhat/documents';
import type { ClusterOptions } from './options';
import { MOST_TASKS } from './options';

/** At the root of the workspace: what the cluster of this team needs. */
export const CLUSTER_FILE = 'nhat-cluster.json';

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });
const count = (description: string, minimum: number, maximum: number): JsonSchema => ({
  type: 'integer',
  ...{ minimum, maximum, description },
});
const texts = (description: string): JsonSchema => ({
  type: 'array',
  description,
  items: { type: 'string', minLength: 1 },
});

/** The schema of `nhat-cluster.json`. */
export const clusterSchema: JsonSchema = {
  title: 'How nodes run on a cluster',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: text('Path of this schema, for editor help.'),
    partition: text('The partition of Slurm; that of the site when absent.'),
    account: text('The account that pays.'),
    qos: text('The quality of service.'),
    flags: texts('Further options of sbatch, e.g. "--constraint=avx512".'),
    prepare: texts('Lines of shell before each task, e.g. "module load nodejs".'),
    tasks: { ...count('The most tasks that wait or run at once.', 1, 10_000), default: MOST_TASKS },
    minutesPerTask: {
      ...count(
        'Nodes that are expected to take less share a task, up to so many minutes.',
        0,
        1440,
      ),
      default: 0,
    },
    resources: {
      type: 'object',
      description:
        'By stage, or "default" for all others. What is absent follows from earlier results of the stage.',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          cores: count('Processor cores. A training takes one.', 1, 1024),
          memoryMb: count('Memory in megabytes.', 100, 10_000_000),
          minutes: count('The time limit; a training that reaches it goes on later.', 1, 100_000),
          gpus: count('Graphics processors.', 0, 64),
        },
      },
    },
  },
};

/** The options of this workspace; none where there is no file. Throws a UserError for a file with a mistake. */
export function readClusterOptions(root: string): ClusterOptions {
  const file = textOf(join(root, CLUSTER_FILE));
  if (file === undefined) return {};
  const body = parseDocument({ path: CLUSTER_FILE, text: file });
  validate(clusterSchema, CLUSTER_FILE, body);
  return body as ClusterOptions;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}
