import type { ClusterIo } from './cluster-io';

/** A task of an array job, as Slurm shows it. */
export interface QueuedTask {
  /** `12_3`: the array and the index within it. */
  id: string;
  index: number;
  /** The comment with which the array was submitted: the token of its batch. */
  token: string;
  /** A long state name, e.g. `RUNNING`. */
  state: string;
  /** Why it is in this state, e.g. `Resources`; `None` where Slurm gives no reason. */
  reason: string;
  /** The machine; empty while the task waits. */
  host: string;
}

/** `%F` array, `%K` index, `%T` state, `%r` reason, `%N` host, `%k` comment. Sites may change the default format, so it is always given. */
const FORMAT = '%F|%K|%T|%r|%N|%k';

/** The queue; or why Slurm gave no answer, which is no news about any task. */
export type QueueAnswer = { tasks: QueuedTask[] } | { silence: string };

/** All tasks of this name that Slurm still knows, also those that ended within its last minutes. */
export async function queuedTasks(io: ClusterIo, name: string): Promise<QueueAnswer> {
  const args = ['-h', '-r', '-t', 'all', `--name=${name}`, '-o', FORMAT];
  const { status, stdout, stderr } = await io.run('squeue', args);
  // Some versions fail when all asked jobs have been forgotten, which is an answer.
  if (status !== 0) {
    return /Invalid job id|no such job/i.test(stderr)
      ? { tasks: [] }
      : { silence: stderr.trim().split('\n').at(-1)! };
  }
  const tasks = stdout.split('\n').flatMap((line) => {
    const [array, index, state, reason, host, ...token] = line.trim().split('|');
    if (token.length === 0 || !/^\d+$/.test(index!)) return [];
    return {
      ...{ id: `${array}_${index}`, index: Number(index) },
      ...{ state: state!, reason: reason!, host: host!, token: token.join('|') },
    };
  });
  return { tasks };
}

const ENDED = new Set([
  ...['BOOT_FAIL', 'CANCELLED', 'COMPLETED', 'DEADLINE', 'FAILED', 'NODE_FAIL', 'OUT_OF_MEMORY'],
  ...['PREEMPTED', 'REVOKED', 'TIMEOUT', 'LAUNCH_FAILED', 'RECONFIG_FAIL'],
]);

/** Whether a task in this state will not run on. A state that is not in the list counts as going on. */
export const hasEnded = (state: string): boolean => ENDED.has(state.split(/[ +]/)[0]!);

/**
 * The final states of tasks, by their ids (`12_3`), as the accounts of the cluster have them; none of a task whose end has not reached the accounts,
 * and none at all on a cluster without accounts.
 */
export async function accountedEnds(
  io: ClusterIo,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const args = ['-X', '-n', '-P', '-o', 'JobID,State', '-j', ids.join(',')];
  const { status, stdout } = await io.run('sacct', args);
  if (status !== 0) return new Map();
  const rows = stdout.split('\n').map((line) => line.trim().split('|'));
  return new Map(
    rows.flatMap(([id, state]) => (id && state && hasEnded(state) ? [[id, state]] : [])),
  );
}
