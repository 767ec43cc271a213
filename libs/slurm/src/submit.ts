import type { Batch } from './batches';
import { scriptPath, slurmLogPath, writeBatch } from './batches';
import type { ClusterIo } from './cluster-io';
import { jobScript, SECONDS_BEFORE_LIMIT } from './job-script';
import type { ScriptFacts } from './job-script';
import type { ClusterOptions } from './options';
import { resourceFlags } from './resources';

/** What is the same for all batches of a workspace. */
export interface Site extends Omit<ScriptFacts, 'token' | 'prepare'> {
  /** The name of all jobs of this workspace. */
  jobName: string;
  options: ClusterOptions;
}

/** `unclear`: whether Slurm has the job is to be seen in the queue. */
export type Submission =
  { kind: 'submitted'; array: string } | { kind: 'refused'; message: string } | { kind: 'unclear' };

/** sbatch failed, but the controller may have taken the job or will answer later. */
const NO_ANSWER =
  /Unable to contact|Socket timed out|Connection (refused|timed out|reset)|temporarily|Zero Bytes|try again|Slurm controller/i;

/** Writes down a batch and submits it as one array. */
export async function submit(io: ClusterIo, site: Site, batch: Batch): Promise<Submission> {
  const { options, root, jobName } = site;
  const { token, tasks, resources } = batch;
  const prepare = options.prepare ?? [];
  writeBatch(io.files, batch, jobScript({ ...site, token, prepare }));
  const { status, stdout, stderr } = await io.run('sbatch', [
    '--parsable',
    `--job-name=${jobName}`,
    `--comment=${token}`,
    `--array=0-${tasks.length - 1}`,
    `--chdir=${root}`,
    `--output=${root}/.nhat/slurm/${slurmLogPath(token, '%a')}`,
    '--open-mode=append',
    '--requeue',
    `--signal=B:USR2@${SECONDS_BEFORE_LIMIT}`,
    ...(['partition', 'account', 'qos'] as const).flatMap((key) =>
      options[key] === undefined ? [] : [`--${key}=${options[key]}`],
    ),
    ...resourceFlags(resources),
    ...(options.flags ?? []),
    `${root}/.nhat/slurm/${scriptPath(token)}`,
  ]);
  const array = /^(\d+)(;.*)?$/m.exec(stdout)?.[1];
  if (status === 0 && array !== undefined) return { kind: 'submitted', array };
  // A driver with another clock may have taken the folder for an old one, and removed it.
  const isThere = io.files.read(scriptPath(token)) !== undefined;
  if (status !== null && status !== 0 && isThere && !NO_ANSWER.test(stderr)) {
    return { kind: 'refused', message: stderr.trim().replace(/^sbatch: (error: )?/gm, '') };
  }
  return { kind: 'unclear' };
}
