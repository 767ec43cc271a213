import type { ClusterIo, ProgramEnd } from '../cluster-io';

/** Thrown by every call of a driver that was killed. */
export class Killed extends Error {}

/** Draws numbers in [0, 1), the same ones for the same seed. */
export type Draw = () => number;

/** How a task is to end. */
export type Fate =
  | 'well'
  | 'error'
  | 'memory'
  | 'machine'
  | 'preempted'
  | 'vanishes'
  | 'late'
  | 'unseen'
  | 'cancelled'
  | 'unlaunched';

interface SimulatedTask {
  array: number;
  index: number;
  token: string;
  records: string[];
  memoryMb: number;
  state: string;
  startsAt: number;
  endsAt: number;
  fate: Fate;
  /** From then on Slurm has forgotten it. */
  forgottenAt: number;
}

export interface SlurmFaults {
  /** Probabilities for each call: sbatch takes the job but its answer is lost, sbatch does nothing, squeue gives no answer. */
  answerLost: number;
  noSubmission: number;
  noQueue: number;
  /** Whether the cluster keeps accounts. */
  hasAccounts?: boolean;
  /** The fate of the next task. `unseen`: it uses too much memory, and the queue forgets it at once. */
  fate(memoryMb: number): Fate;
}

/**
 * Slurm, files and a clock that only moves when all drivers sleep, so that thousands of schedules take seconds. It knows only what a
 * driver can see of the real one.
 */
export class SimulatedSlurm {
  readonly files = new Map<string, string>();
  /** Records whose result is in the store. */
  readonly store = new Set<string>();
  /** How often each record was computed to its end. */
  readonly computed = new Map<string, number>();
  /** Records of tasks that waited or ran when another task with the record was submitted. */
  readonly doubled: string[] = [];
  private readonly tasks: SimulatedTask[] = [];
  private readonly sleepers: { at: number; wake: () => void }[] = [];
  /** Files that other machines see only later. */
  private late: { at: number; act: () => void }[] = [];
  private time = 0;
  private arrays = 0;
  private tokens = 0;

  constructor(
    private readonly draw: Draw,
    private readonly faults: SlurmFaults,
  ) {}

  /** The world of one driver; when `isKilled` says so, its next call throws and nothing of it happens. */
  io(isKilled: () => boolean = () => false): ClusterIo {
    const alive = <Args extends unknown[], Result>(call: (...args: Args) => Result) => {
      return (...args: Args): Result => {
        if (isKilled()) throw new Killed();
        return call(...args);
      };
    };
    return {
      now: () => this.time,
      date: () => this.time,
      sleep: (ms) => new Promise((wake) => this.sleepers.push({ at: this.time + ms, wake })),
      token: () => `t${(this.tokens += 1)}`,
      run: alive((program: string, args: readonly string[]) => this.run(program, args)),
      files: {
        write: alive((path: string, text: string) => void this.files.set(path, text)),
        read: alive((path: string) => this.files.get(path)),
        readFrom: (_path, byte) => ({ text: '', end: byte }),
        list: alive((folder: string) => this.list(folder)),
        remove: alive((path: string) => this.remove(path)),
      },
    };
  }

  /** Lets time pass until the promise is settled. Throws when nothing would ever happen again, or after three simulated days. */
  async settle(promise: Promise<unknown>): Promise<void> {
    let settled = false;
    const end = () => (settled = true);
    void promise.then(end, end);
    for (;;) {
      for (let i = 0; i < 20; i++) await Promise.resolve();
      if (settled) return;
      this.sleepers.sort((a, b) => a.at - b.at);
      const next = this.sleepers.shift();
      if (next === undefined) {
        await new Promise((later) => setImmediate(later));
        if (settled) return;
        if (this.sleepers.length > 0) continue;
        throw new Error('nobody waits, and nothing has ended');
      }
      this.time = Math.max(this.time, next.at);
      if (this.time > 3 * 24 * 3_600_000) throw new Error('three days without an end');
      this.proceed();
      next.wake();
    }
  }

  private async run(program: string, args: readonly string[]): Promise<ProgramEnd> {
    this.proceed();
    if (program === 'sacct') return this.sacct(args);
    if (program === 'scancel') return this.scancel();
    return program === 'sbatch' ? this.sbatch(args) : this.squeue();
  }

  private sbatch(args: readonly string[]): ProgramEnd {
    const value = (name: string) =>
      args.find((arg) => arg.startsWith(`--${name}=`))!.split('=')[1]!;
    if (this.draw() < this.faults.noSubmission) return UNREACHABLE;
    const token = value('comment');
    const memoryMb = parseInt(value('mem'));
    const count = Number(value('array').split('-')[1]) + 1;
    this.arrays += 1;
    for (let index = 0; index < count; index++) {
      const records = this.files.get(`batches/${token}/${index}.list`)!.trim().split('\n');
      const going = this.tasks.filter(({ state }) => state === 'PENDING' || state === 'RUNNING');
      const taken = new Set(going.flatMap((task) => task.records));
      this.doubled.push(...records.filter((record) => taken.has(record)));
      const startsAt = this.time + 60_000 * this.draw();
      this.tasks.push({
        ...{ array: this.arrays, index, token, records, memoryMb, startsAt },
        state: 'PENDING',
        endsAt: startsAt + 120_000 * this.draw(),
        fate: this.faults.fate(memoryMb),
        forgottenAt: Infinity,
      });
    }
    if (this.draw() < this.faults.answerLost)
      return { status: null, stdout: '', stderr: 'timeout' };
    return { status: 0, stdout: `${this.arrays}\n`, stderr: '' };
  }

  private squeue(): ProgramEnd {
    if (this.draw() < this.faults.noQueue) return UNREACHABLE;
    const lines = this.tasks
      .filter(({ forgottenAt }) => this.time < forgottenAt)
      .map(({ array, index, state, token, fate }) => {
        const host = state === 'PENDING' ? '' : 'n1';
        const isOver = state !== 'PENDING' && state !== 'RUNNING';
        const reason = isOver && fate === 'unlaunched' ? 'JobLaunchFailure' : 'None';
        return `${array}|${index}|${state}|${reason}|${host}|${token}\n`;
      });
    return { status: 0, stdout: lines.join(''), stderr: '' };
  }

  private sacct(args: readonly string[]): ProgramEnd {
    if (!this.faults.hasAccounts) return NO_ACCOUNTS;
    const ids = args.at(-1)!.split(',');
    const lines = this.tasks
      .map(({ array, index, state }) => ({ id: `${array}_${index}`, state }))
      .filter(({ id }) => ids.includes(id))
      .map(({ id, state }) => `${id}|${state}\n`);
    return { status: 0, stdout: lines.join(''), stderr: '' };
  }

  /** Tasks end half a minute later at the latest. */
  private scancel(): ProgramEnd {
    for (const task of this.tasks) {
      if (task.state !== 'PENDING' && task.state !== 'RUNNING') continue;
      const end = this.time + 30_000 * this.draw();
      Object.assign(task, {
        fate: 'cancelled',
        startsAt: Math.min(task.startsAt, end),
        endsAt: end,
      });
    }
    return { status: 0, stdout: '', stderr: '' };
  }

  private proceed(): void {
    for (const { act } of this.late.filter(({ at }) => at <= this.time)) act();
    this.late = this.late.filter(({ at }) => at > this.time);
    for (const task of this.tasks) {
      if (task.state === 'PENDING' && task.startsAt <= this.time) task.state = 'RUNNING';
      if (task.state === 'RUNNING' && task.endsAt <= this.time) this.end(task);
    }
  }

  private end(task: SimulatedTask): void {
    const { fate, records, token, index } = task;
    task.state = STATES[fate];
    // Slurm forgets a task five minutes after its end, one that vanishes at once.
    const isForgotten = fate === 'vanishes' || fate === 'unseen';
    task.forgottenAt = isForgotten ? this.time : task.endsAt + 300_000;
    if (fate === 'memory') {
      this.files.set(`batches/${token}/task-${index}.log`, 'exceeded memory limit\n');
    }
    for (const record of records) {
      const end = (status: number) =>
        this.files.set(`batches/${token}/${record}.end`, `${status}\n`);
      if (fate === 'error') end(3);
      if (fate !== 'well' && fate !== 'late') continue;
      this.computed.set(record, (this.computed.get(record) ?? 0) + 1);
      const appear = () => {
        this.store.add(record);
        end(0);
      };
      if (fate === 'late') this.late.push({ at: this.time + 20_000 * this.draw(), act: appear });
      else appear();
    }
  }

  private list(folder: string): string[] {
    const below = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))];
  }

  private remove(path: string): void {
    for (const name of this.files.keys()) {
      if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
    }
  }
}

const UNREACHABLE: ProgramEnd = {
  status: 1,
  stdout: '',
  stderr: 'error: Unable to contact slurm controller (connect failure)',
};

const NO_ACCOUNTS: ProgramEnd = {
  status: 1,
  stdout: '',
  stderr: 'Slurm accounting storage is disabled',
};

const STATES: Record<Fate, string> = {
  well: 'COMPLETED',
  late: 'COMPLETED',
  error: 'FAILED',
  memory: 'FAILED',
  machine: 'NODE_FAIL',
  preempted: 'PREEMPTED',
  vanishes: 'COMPLETED',
  unseen: 'OUT_OF_MEMORY',
  cancelled: 'CANCELLED',
  unlaunched: 'FAILED',
};
