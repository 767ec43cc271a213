import type { NodeEnd } from '@nhat/slurm';
import type { SimulatedSlurm } from '@nhat/slurm/simulation/simulated-slurm';
import type { Fate } from '@nhat/slurm/simulation/simulated-task';
import type { ClusterSchedule } from './cluster-schedule';

/**
 * What must hold in every schedule. `wrong`: a node counts as done without its result. `lost`: a node has no result after the last run, or
 * counts as failed though its result is there or nothing happened that could fail it. `blocked`: a driver does not end, or ends by an
 * error of its own. `wrong reason`: a node fails for another reason than the one that is named.
 */
export const CLUSTER_RULES = [
  'wrong',
  'lost',
  'blocked',
  'submitted twice',
  'wrong reason',
  'over the limit',
] as const;
export type ClusterRule = (typeof CLUSTER_RULES)[number];

export interface ClusterViolation {
  rule: ClusterRule;
  what: string;
}

const LOST = /has no result although/;
const REASONS: Partial<Record<Fate, RegExp>> = {
  error: /failed in/,
  'memory of node': /used more memory/,
  torn: LOST,
  memory: /used more memory/,
  'time limit': /reached the time limit/,
  machine: /lost its machine/,
  // Accounts, which are asked where an old queue lacks the job, do not have the reason.
  unlaunched: /lost its machine|failed in job \S+ \(FAILED\)/,
  preempted: /was displaced/,
  cancelled: /was cancelled/,
  vanishes: LOST,
  unseen: /used more memory/,
};

export class ClusterWatch {
  readonly violations: ClusterViolation[] = [];

  constructor(
    private readonly slurm: SimulatedSlurm,
    private readonly schedule: ClusterSchedule,
  ) {}

  add(rule: ClusterRule, what: string): void {
    this.violations.push({ rule, what });
  }

  /** Notes how a driver says that a node ended. */
  ends(record: string, { status, message }: NodeEnd): void {
    const { slurm, schedule } = this;
    const isThere = slurm.store.has(record);
    if (status === 0) {
      if (!isThere) this.add('wrong', `${record} counts as done, and its result is not there`);
      if (message !== '') this.add('wrong reason', `${record} is done, but: ${message}`);
      return;
    }
    if (isThere)
      this.add('lost', `${record} counts as failed, and its result is there: ${message}`);
    else if (!schedule.mayFail) this.add('lost', `nothing fails ${record}, but: ${message}`);
    else this.checkReason(record, message);
  }

  /** No more tasks wait and run at once than the file allows, except those of another driver, also of one that a full disk ended. */
  checkRoom(): void {
    const { faults, options } = this.schedule;
    const { tasks = Infinity } = options;
    const { length } = this.slurm.going;
    const hasEnded = faults.has('crash') || faults.has('full disk');
    if (length > tasks && !this.mayDouble() && !hasEnded) {
      this.add('over the limit', `${length} tasks where ${tasks} are allowed`);
    }
  }

  checkEnd(records: readonly string[]): void {
    for (const record of records) {
      if (!this.slurm.store.has(record)) this.add('lost', `${record} has no result at the end`);
    }
    for (const record of this.mayDouble() ? [] : this.slurm.doubled) {
      this.add('submitted twice', record);
    }
  }

  private checkReason(record: string, message: string): void {
    const fate = this.slurm.failedBy.get(record);
    const reason = fate === 'unseen' && !this.schedule.hasAccounts ? LOST : fate && REASONS[fate];
    // Where the disk is full Slurm's line about the memory is missing.
    const isFull = this.schedule.faults.has('full disk') && fate?.startsWith('memory');
    if (isFull || this.mayDouble() || (reason?.test(message) && message.startsWith(`${record}: `)))
      return;
    this.add('wrong reason', `${record} fails by ${fate ?? 'nothing'}, but: ${message}`);
  }

  /**
   * Two drivers may submit the same node within the same second, nobody knows of a batch whose intent was damaged, and where clocks differ
   * nobody can tell whether an intent is young. The jobs then wait for each other by their claims.
   */
  private mayDouble(): boolean {
    const { faults } = this.schedule;
    const isYouthUnknown = faults.has('clock') && faults.has('crash');
    return faults.has('two drivers') || faults.has('torn intent') || isYouthUnknown;
  }
}
