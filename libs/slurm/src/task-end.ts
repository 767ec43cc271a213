import type { QueuedTask } from './queue';

/** Why a task has no result. */
export type FailureKind =
  'own error' | 'memory' | 'time' | 'preempted' | 'machine' | 'cancelled' | 'lost' | 'refused';

export interface Failure {
  kind: FailureKind;
  /** What Slurm says, in its own words. */
  detail: string;
  /** The exit status of the node, if the job noted it. */
  status?: number;
}

const OVER_MEMORY = /exceeded (job |step )?memory limit|out of memory|oom[-_ ]?kill/i;

/** Slurm itself ended the whole task for its memory. The state is then FAILED, and the reason JobLaunchFailure, or CANCELLED. */
const ENDED_FOR_MEMORY = /exceeded (job |step )?memory limit/i;
const STATES_OF_MEMORY = ['FAILED', 'CANCELLED', 'LAUNCH_FAILED'];

/** Reasons for which the job did not run, whatever its state. */
const OF_MACHINES = /^(JobLaunchFailure|NodeDown|NodeFail|RaisedSignal:53|Prolog)/;

/** What is known of a task that is over. */
export interface OverTask {
  /** The exit status of the node; undefined where the job did not note any. */
  status: number | undefined;
  /** Undefined where Slurm does not list the task. */
  task: Pick<QueuedTask, 'state' | 'reason'> | undefined;
  /** What Slurm wrote beside the output of the node. */
  slurmLog: string;
}

/** The failure of a task that is over and whose result is not in the store. */
export function failureOf({ status, task, slurmLog }: OverTask): Failure {
  if (status === 0)
    return { kind: 'lost', detail: 'it ended well, but its result is not in the store' };
  if (status !== undefined) {
    const kind = status > 128 && OVER_MEMORY.test(slurmLog) ? 'memory' : 'own error';
    return { kind, detail: `exit status ${status}`, status };
  }
  const ofMemory = ENDED_FOR_MEMORY.test(slurmLog);
  if (task === undefined) {
    return ofMemory
      ? { kind: 'memory', detail: 'by its log, because Slurm does not list it any more' }
      : { kind: 'lost', detail: 'Slurm does not list it any more' };
  }
  const { state, reason } = task;
  const [word] = state.split(/[ +]/);
  if (ofMemory && STATES_OF_MEMORY.includes(word!)) return { kind: 'memory', detail: state };
  const detail = reason === 'None' || reason === '' ? state : `${state}, ${reason}`;
  const kind = OF_MACHINES.test(reason) ? 'machine' : kindOf(word!, slurmLog);
  return { kind, detail };
}

function kindOf(state: string, log: string): FailureKind {
  switch (state) {
    case 'OUT_OF_MEMORY':
      return 'memory';
    case 'TIMEOUT':
    case 'DEADLINE':
      return 'time';
    case 'PREEMPTED':
      return 'preempted';
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
    case 'LAUNCH_FAILED':
    case 'RECONFIG_FAIL':
      return 'machine';
    case 'CANCELLED':
    case 'REVOKED':
      return 'cancelled';
    case 'COMPLETED':
      return 'lost';
    default:
      return OVER_MEMORY.test(log) ? 'memory' : 'own error';
  }
}

/** How often a task is submitted again after a failure of this kind. Memory is doubled for it. */
export const RETRIES: Record<FailureKind, number> = {
  'own error': 0,
  memory: 1,
  time: 0,
  preempted: 5,
  machine: 3,
  cancelled: 0,
  lost: 2,
  refused: 0,
};

const ADVICE: Partial<Record<FailureKind, (stage: string) => string>> = {
  memory: (stage) =>
    `Give it more: "resources": { "${stage}": { "memoryMb": … } } in nhat-cluster.json.`,
  time: (stage) =>
    `Give it longer: "resources": { "${stage}": { "minutes": … } } in nhat-cluster.json.`,
  cancelled: () => 'Somebody ended the job; run the same command to submit it again.',
  machine: () => 'Run the same command to submit it again.',
  lost: () =>
    'The job is gone without a result; look for the reason in the log, and run the same command to submit it again.',
  refused: () => 'Change nhat-cluster.json, or ask those who run the cluster.',
};

/** What a person reads of a failed task: what happened, what to do, and the end of its log. */
export function failureText(
  name: string,
  stage: string,
  id: string | undefined,
  { kind, detail }: Failure,
  logLines: readonly string[],
): string {
  const job = id === undefined ? 'its job' : `job ${id}`;
  const what: Record<FailureKind, string> = {
    'own error': `failed in ${job}`,
    memory: `used more memory than ${job} had`,
    time: `reached the time limit of ${job}`,
    preempted: `was displaced from the cluster again and again, at last in ${job}`,
    machine: `lost its machine again and again, at last in ${job}`,
    cancelled: `was cancelled, ${job}`,
    lost: `has no result although ${job} is over`,
    refused: 'was refused by sbatch',
  };
  const advice = ADVICE[kind]?.(stage);
  return [
    `${name}: ${what[kind]} (${detail})${advice === undefined ? '' : `. ${advice}`}`,
    ...logLines.map((line) => `  ${line}`),
  ].join('\n');
}
