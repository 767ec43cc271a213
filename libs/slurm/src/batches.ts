import type { ClusterFiles } from './cluster-io';
import type { Resources } from './options';

/** One array job: what was, or was to be, submitted together. */
export interface Batch {
  /** In the comment of the job, so that it is found also when the answer of sbatch was lost. */
  token: string;
  /** Milliseconds since 1970, by the clock of the driver. */
  created: number;
  resources: Resources;
  /** For each task of the array the digests of the node records that it runs, one after the other. */
  tasks: string[][];
}

/** A place in a batch: task `index` of the array runs the node. */
export interface BatchPlace {
  batch: Batch;
  index: number;
}

const FOLDER = 'batches';

/** Everything of a batch is in one folder, which exists before Slurm writes into it. */
const inFolder = (token: string, name: string): string => `${FOLDER}/${token}/${name}`;

export const batchFolder = (token: string): string => `${FOLDER}/${token}`;
export const scriptPath = (token: string): string => inFolder(token, 'job.bash');
export const listPath = (token: string, index: number): string => inFolder(token, `${index}.list`);
/** The exit status of a node, written by the job when the node has ended. */
export const endPath = (token: string, record: string): string => inFolder(token, `${record}.end`);
export const logPath = (token: string, record: string): string => inFolder(token, `${record}.log`);
export const errorPath = (token: string, record: string): string =>
  inFolder(token, `${record}.err`);
/** What Slurm itself writes about a task: of limits, of cancelling. */
export const slurmLogPath = (token: string, index: number | string): string =>
  inFolder(token, `task-${index}.log`);

/** Writes what will be submitted, before it is: after a crash the driver looks for the token in the queue. */
export function writeBatch(files: ClusterFiles, batch: Batch, script: string): void {
  batch.tasks.forEach((records, index) =>
    files.write(listPath(batch.token, index), records.map((record) => `${record}\n`).join('')),
  );
  files.write(scriptPath(batch.token), script);
  files.write(inFolder(batch.token, 'batch.json'), `${JSON.stringify(batch)}\n`);
}

/** The tokens of all batches of this workspace. */
export const batchTokens = (files: ClusterFiles): string[] => files.list(FOLDER);

/** Undefined where the file is missing or damaged. */
export function readBatch(files: ClusterFiles, token: string): Batch | undefined {
  try {
    const batch = JSON.parse(files.read(inFolder(token, 'batch.json')) ?? '') as Batch;
    return batch.token === token && Array.isArray(batch.tasks) ? batch : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a batch of which no task is in the queue. */
export const removeBatch = (files: ClusterFiles, token: string): void =>
  files.remove(batchFolder(token));
