import type { JsonSchema } from './json-schema';

/** The most tasks that wait or run at once, where nothing is said. */
export const MOST_TASKS = 500;

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

/** Stages whose nodes may be jobs, in words; all others run where Nx does, because their code is plain. */
export const JOB_STAGES = {
  images: 'The nodes that render or import images.',
  features: 'The nodes that compute features of images.',
  pretrain: 'The nodes that pretrain.',
  scratch: 'The nodes that train from scratch.',
  finetune: 'The nodes that finetune, or fit heads to frozen features.',
};

const stageResources = (description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties: {
    cores: count('Processor cores. A training takes one.', 1, 1024),
    memoryMb: count('Memory in megabytes.', 100, 10_000_000),
    minutes: count('The time limit; a training that reaches it goes on later.', 1, 100_000),
    gpus: count('Graphics processors.', 0, 64),
  },
});

const clusterOptions = {
  partition: text('The partition of Slurm; that of the site when absent.'),
  account: text('The account that pays.'),
  qos: text('The quality of service.'),
  flags: texts('Further options of sbatch, e.g. "--constraint=avx512".'),
  prepare: texts('Lines of shell before each task, e.g. "module load nodejs".'),
  tasks: { ...count('The most tasks that wait or run at once.', 1, 10_000), default: MOST_TASKS },
  minutesPerTask: {
    ...count('Nodes that are expected to take less share a task, up to so many minutes.', 0, 1440),
    default: 0,
  },
  resources: {
    type: 'object',
    description:
      'By stage, or "default" for all others. What is absent follows from earlier results of the stage.',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries({ ...JOB_STAGES, default: 'All other stages.' }).map(([stage, words]) => [
        stage,
        stageResources(words),
      ]),
    ),
  },
} satisfies Record<string, JsonSchema>;

/** The schema of `nhat-cluster.json`. */
export const clusterSchema: JsonSchema = {
  title: 'How nodes run on a cluster',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: text('Path of this schema, for editor help.'),
    programs: text(
      'The folder of sbatch, squeue, scancel and sacct, where they are not on the path.',
    ),
    ...clusterOptions,
  },
};

/** The schema of `run` in a pipeline document. */
export const runSchema: JsonSchema = {
  type: 'object',
  required: ['on'],
  additionalProperties: false,
  description:
    'Where the nodes of this pipeline run, and what differs from nhat-cluster.json there, but for the folder of Slurm’s programs, which belongs to the machine. The variable NHAT_EXECUTOR takes precedence. It changes no result, and it is not inherited.',
  properties: {
    on: {
      type: 'string',
      enum: ['slurm'],
      description: 'slurm: rendering and training as jobs of Slurm.',
    },
    ...clusterOptions,
  },
};
