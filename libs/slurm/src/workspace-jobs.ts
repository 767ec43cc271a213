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
 * Ends all tasks with this job name, and waits until they are gone. Returns what Slurm said against it, or which tasks are
 * still there after a minute; undefined when all is well.
 */
export async function cancelJobs(io: ClusterIo, name: string): Promise<string | undefined> {
  const { status, stderr } = await io.run('scancel', [`--name=${name}`]);
  if (status !== 0) return stderr.trim() || 'scancel gave no answer';
  for (const end = io.now() + END_MS; ; await io.sleep(LOOK_MS)) {
    const left = await workspaceJobs(io, name);
    if (Array.isArray(left) && left.length === 0) return undefined;
    if (io.now() < end) continue;
    return Array.isArray(left)
      ? `still there: ${left.map(({ id }) => id).join(', ')}`
      : `squeue gave no answer: ${left.silence}`;
  }
}
