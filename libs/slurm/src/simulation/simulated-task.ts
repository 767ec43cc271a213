/**
 * What happens to a task. Those of the first line leave every result: other machines see a `late` one late, a task that is `unnoted` ends before it
 * notes the exit status, and in a `crash after` the node fails when its result is in the store. Then a node fails by itself, with a status
 * (`error`, `memory of node`) or as if it had not (`torn`: the result is damaged or missing). Then the task is queued again, because it stops `near` its
 * `limit` or by Slurm, and goes on. Then the task ends for good; Slurm forgets it at once when it `vanishes`, and when it uses too much memory `unseen`.
 */
export type Fate =
  | ('well' | 'late' | 'unnoted' | 'crash after')
  | ('error' | 'memory of node' | 'torn')
  | ('near limit' | 'displaced' | 'rebooted')
  | ('memory' | 'time limit' | 'machine' | 'unlaunched')
  | ('preempted' | 'cancelled' | 'vanishes' | 'unseen');

/** A task of an array. */
export interface SimulatedTask {
  array: number;
  index: number;
  token: string;
  records: string[];
  memoryMb: number;
  state: string;
  reason: string;
  fate: Fate;
  /** Records that it has left behind, with whatever end. */
  ended: Set<string>;
  /** At which of its records the fate strikes. */
  strikesAt: number;
  /** Counts its starts and its end, so that what was to happen in an earlier life does not. */
  life: number;
  /** What the accounts say of it; they keep the end of an earlier life until the task is over. */
  accounted: string;
  /** From then on Slurm has forgotten it. */
  forgottenAt: number;
}

/** As Slurm names it: `12_3`. */
export const idOf = ({ array, index }: SimulatedTask): string => `${array}_${index}`;

export const isGoing = ({ state }: SimulatedTask): boolean =>
  state === 'PENDING' || state === 'RUNNING' || state === 'COMPLETING';

/** The states of tasks that end for good, or for which Slurm ends one life. */
export const STATES: Partial<Record<Fate, string>> = {
  displaced: 'PREEMPTED',
  rebooted: 'NODE_FAIL',
  memory: 'FAILED',
  'time limit': 'TIMEOUT',
  machine: 'NODE_FAIL',
  unlaunched: 'FAILED',
  preempted: 'PREEMPTED',
  cancelled: 'CANCELLED',
  vanishes: 'COMPLETED',
  unseen: 'OUT_OF_MEMORY',
};

/** After these a task of Slurm is queued again. */
export const isQueuedAgain = (fate: Fate): boolean =>
  fate === 'near limit' || fate === 'displaced' || fate === 'rebooted';
