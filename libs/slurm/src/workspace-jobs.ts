import { listPath } from './batches';
import type { ClusterIo } from './cluster-io';
import { hasEnded, queuedTasks } from './queue';
import type { QueuedTask } from './queue';

/** A task of this workspace that waits or runs. */
export interface WorkspaceJob extends Pick<QueuedTask, 'id' | 'state' | 'reason' | 'host'> {
  /** Digests of the records of its nodes. */
  records: string[];
}

/** The tasks with this job name that wait or run; or why Slurm did not answer. */
export async function workspaceJobs(
  io: ClusterIo,
  name: string,
): Promise<WorkspaceJob[] | { silence: string }> {
  const answer = await queuedTasks(io, name);
  if ('silence' in answer) return answer;
  return answer.tasks
    .filter(({ state }) => !hasEnded(state))
    .map(({ id, state, reason, host, token, index }) => {
      const list = io.files.read(listPath(token, index)) ?? '';
      return { id, state, reason, host, records: list.split('\n').filter((line) => line !== '') };
    });
}

/** Milliseconds between two looks at whether tasks are gone. */
const LOOK_MS = 1000;
/** A task has half a minute by default to end after it was asked to. */
const END_MS = 60_000;

/**
 * Ends all tasks with this job name, or those of them with these ids, and waits until they are gone. Returns what Slurm said against it,
 * or which tasks are still there after a minute; undefined when all is well.
 */
export async function cancelJobs(
  io: ClusterIo,
  name: string,
  ids?: readonly string[],
): Promise<string | undefined> {
  const { status, stderr } = await io.run('scancel', ids ?? [`--name=${name}`]);
  // scancel also fails where a task has ended by itself meanwhile, so what is left decides.
  const refusal = status === 0 ? undefined : stderr.trim() || 'scancel gave no answer';
  for (const end = io.now() + END_MS; ; await io.sleep(LOOK_MS)) {
    const jobs = await workspaceJobs(io, name);
    const left = Array.isArray(jobs) ? jobs.filter(({ id }) => ids?.includes(id) ?? true) : jobs;
    if (Array.isArray(left) && left.length === 0) return undefined;
    if (refusal !== undefined) return refusal;
    if (io.now() < end) continue;
    return Array.isArray(left)
      ? `still there: ${left.map(({ id }) => id).join(', ')}`
      : `squeue gave no answer: ${left.silence}`;
  }
}
