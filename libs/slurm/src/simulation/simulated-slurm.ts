import type { ClusterIo, ProgramEnd } from '../cluster-io';
import { NO_ACCOUNTS, NO_SCRIPT, OVER_MEMORY, UNREACHABLE } from './refusals';
import { SimulatedClock } from './simulated-clock';
import { SimulatedFiles } from './simulated-files';
import { Killed } from './simulated-process';
import type { SimulatedProcess } from './simulated-process';
import { STATES, idOf, isGoing, isQueuedAgain } from './simulated-task';
import type { Fate, SimulatedTask } from './simulated-task';
import type { Draw, SlurmFaults } from './slurm-faults';

const [WAITS_MS, RUNS_MS, LATE_MS, OLD_MS] = [60_000, 120_000, 20_000, 25_000];
/** Slurm forgets a task so long after its end. */
const FORGETS_MS = 300_000;
/** A process that waits for the claim of another looks so often. */
const CLAIM_MS = 5000;

/** Slurm with its tasks, files and a clock. It knows only what a driver can see of the real one. */
export class SimulatedSlurm {
  readonly clock = new SimulatedClock();
  readonly files = new SimulatedFiles(() => this.clock.now);
  /** Records whose result is in the store, as the driver sees it. */
  readonly store = new Set<string>();
  /** How often each record was computed to its end. */
  readonly computed = new Map<string, number>();
  /** Records of tasks that waited or ran when another task with the record was submitted. */
  readonly doubled: string[] = [];
  /** By record, what happened to the last of its tasks that brought no result. */
  readonly failedBy = new Map<string, Fate>();
  /** How often things happened. */
  readonly happened = new Map<string, number>();
  /** Calls and events, one a line. */
  readonly trace: string[] = [];
  /** Whether nothing goes wrong any more. */
  isCalm = false;
  private readonly tasks: SimulatedTask[] = [];
  private readonly finished = new Set<string>();
  private readonly computing = new Map<string, SimulatedTask>();
  private listings: { at: number; text: string }[] = [];
  private arrays = 0;
  private tokens = 0;

  constructor(
    private readonly draw: Draw,
    public faults: SlurmFaults,
  ) {}

  /** What a driver has of this cluster. */
  io(process: SimulatedProcess = { name: 'driver', isAlive: true }): ClusterIo {
    const { clock, files } = this;
    const during = <Result>(what: string, call: () => Result): Result => {
      const next = process.isAlive ? (process.step?.(what) ?? 'goes on') : 'dies before';
      if (next === 'goes on') return call();
      process.isAlive = false;
      if (next === 'dies after') call();
      throw new Killed();
    };
    /** A dead process waits for ever. */
    const answered = async <Result>(answer: Promise<Result>): Promise<Result> => {
      const result = await answer;
      return process.isAlive ? result : new Promise<Result>(() => undefined);
    };
    return {
      now: () => clock.now,
      date: () => clock.now + (process.clockError ?? 0),
      sleep: (ms) => answered(clock.sleep(ms)),
      token: () => `t${(this.tokens += 1)}`,
      run: async (program, args) =>
        answered(during(program, () => this.run(process.name, program, args))),
      files: {
        write: (path, text) => during(`write ${path}`, () => files.write(path, text)),
        read: (path) => during('read', () => files.read(path)),
        readFrom: (path, byte) => during('read', () => files.readFrom(path, byte)),
        list: (folder) => during('list', () => files.list(folder)),
        age: (folder) => during('age', () => files.age(folder)),
        remove: (path) => during(`remove ${path}`, () => files.remove(path)),
      },
    };
  }

  settle(promise: Promise<unknown>): Promise<void> {
    return this.clock.settle(promise);
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    const { hasAccounts = false } = this.faults;
    this.isCalm = true;
    this.faults = { answerLost: 0, noSubmission: 0, noQueue: 0, hasAccounts, fate: () => 'well' };
    for (const task of this.tasks) if (isGoing(task)) task.fate = 'well';
    this.files.isFull = false;
  }

  /** Tasks that wait or run. */
  get going(): readonly SimulatedTask[] {
    return this.tasks.filter(isGoing);
  }

  /** Ends tasks as scancel does, half a minute later at the latest. */
  cancel(tasks: readonly SimulatedTask[]): void {
    for (const task of tasks) {
      this.clock.after(30_000 * this.draw(), () => {
        if (isGoing(task) && !this.isCalm) this.endTask(task, 'cancelled');
      });
    }
  }

  note(who: string, what: string, counted?: string): void {
    this.trace.push(
      `${(this.clock.now / 1000).toFixed(3).padStart(9)} s  ${who.padEnd(8)} ${what}`,
    );
    if (counted !== undefined) this.happened.set(counted, (this.happened.get(counted) ?? 0) + 1);
  }

  private async run(who: string, program: string, args: readonly string[]): Promise<ProgramEnd> {
    const { slowMs = 0 } = this.faults;
    const takes = slowMs * this.draw() ** 4;
    const before = takes * this.draw();
    if (before > 0) await this.clock.sleep(before);
    const end = this.answer(program, args);
    const said = (end.stdout || end.stderr).trim().replace(/\n/g, ' ');
    this.note(who, `${program} → ${end.status} ${said.slice(0, 300)}`);
    if (takes > before) await this.clock.sleep(takes - before);
    return end;
  }

  private answer(program: string, args: readonly string[]): ProgramEnd {
    if (program === 'sacct') return this.sacct(args);
    if (program === 'scancel') {
      const isAll = args[0]!.startsWith('--name=');
      this.cancel(this.going.filter((task) => isAll || args.includes(idOf(task))));
      return { status: 0, stdout: '', stderr: '' };
    }
    return program === 'sbatch' ? this.sbatch(args) : this.squeue();
  }

  private sbatch(args: readonly string[]): ProgramEnd {
    const value = (name: string) =>
      args.find((arg) => arg.startsWith(`--${name}=`))!.split('=')[1]!;
    if (this.happens('sbatch does nothing', this.faults.noSubmission)) return UNREACHABLE;
    const token = value('comment');
    if (this.files.read(`batches/${token}/job.bash`) === undefined) return NO_SCRIPT;
    const count = Number(value('array').split('-')[1]) + 1;
    this.arrays += 1;
    for (let index = 0; index < count; index++) {
      const list = this.files.read(`batches/${token}/${index}.list`) ?? '';
      const records = list.split('\n').filter((line) => line !== '');
      const again = records.filter((record) => this.isUnderWay(record));
      this.doubled.push(...again);
      if (again.length > 0) this.note(token, `has ${again.join()} again`, 'a node has two jobs');
      const task: SimulatedTask = {
        ...{ array: this.arrays, index, token, records, memoryMb: parseInt(value('mem')) },
        ...{ state: 'PENDING', reason: 'None', accounted: 'PENDING', fate: 'well' },
        ...{ ended: new Set(), strikesAt: 0, life: 0, forgottenAt: Infinity },
      };
      this.tasks.push(task);
      this.after(task, WAITS_MS * this.draw(), () => this.start(task));
    }
    if (this.happens('the answer of sbatch is lost', this.faults.answerLost)) {
      return { status: null, stdout: '', stderr: 'timeout' };
    }
    return { status: 0, stdout: `${this.arrays}\n`, stderr: '' };
  }

  private isUnderWay(record: string): boolean {
    return this.going.some(({ records, ended }) => records.includes(record) && !ended.has(record));
  }

  private squeue(): ProgramEnd {
    const { noQueue, oldQueue = 0 } = this.faults;
    if (this.happens('squeue is silent', noQueue)) return UNREACHABLE;
    const { now } = this.clock;
    this.listings = this.listings.filter(({ at }) => now - at < OLD_MS);
    const [old] = this.listings;
    if (old !== undefined && this.happens('squeue shows an old queue', oldQueue)) {
      return { status: 0, stdout: old.text, stderr: '' };
    }
    const lines = this.tasks
      .filter(({ forgottenAt }) => now < forgottenAt)
      .map(({ array, index, state, reason, token }) => {
        return `${array}|${index}|${state}|${reason}|${state === 'PENDING' ? '' : 'n1'}|${token}\n`;
      });
    this.listings.push({ at: now, text: lines.join('') });
    return { status: 0, stdout: lines.join(''), stderr: '' };
  }

  private sacct(args: readonly string[]): ProgramEnd {
    if (!this.faults.hasAccounts) return NO_ACCOUNTS;
    const ids = args.at(-1)!.split(',');
    const lines = this.tasks
      .filter((task) => ids.includes(idOf(task)))
      .map((task) => `${idOf(task)}|${task.accounted}\n`);
    return { status: 0, stdout: lines.join(''), stderr: '' };
  }

  private happens(what: string, probability: number): boolean {
    if (probability === 0 || this.draw() >= probability) return false;
    this.note('Slurm', what, what);
    return true;
  }

  /** Does something later, unless the task begins another life before. */
  private after(task: SimulatedTask, ms: number, act: () => void): void {
    const { life } = task;
    this.clock.after(ms, () => task.life === life && isGoing(task) && act());
  }

  private start(task: SimulatedTask): void {
    Object.assign(task, { state: 'RUNNING', reason: 'None' });
    task.fate = this.faults.fate(task.memoryMb);
    task.strikesAt = Math.floor(task.records.length * this.draw());
    if (task.fate === 'unlaunched') {
      task.reason = 'JobLaunchFailure';
      this.endTask(task, task.fate);
    } else this.next(task);
  }

  /** Begins the next record, as the script of the job does. */
  private next(task: SimulatedTask): void {
    const { records, token, ended } = task;
    const record = records.find((one) => !ended.has(one));
    if (record === undefined) return this.over(task, 'COMPLETED');
    if (this.finished.has(record)) return this.leaves(task, record, 0);
    if (this.computing.has(record)) {
      this.note(token, `waits for the claim of ${record}`, 'a job waits for another of its node');
      return this.after(task, CLAIM_MS, () => this.next(task));
    }
    this.computing.set(record, task);
    const strikes = task.fate !== 'well' && records.indexOf(record) >= task.strikesAt;
    const takes = RUNS_MS * this.draw();
    this.after(task, takes, () => (strikes ? this.strike(task, record) : this.done(task, record)));
  }

  private strike(task: SimulatedTask, record: string): void {
    const { fate } = task;
    switch (fate) {
      case 'well':
        return this.done(task, record);
      case 'late':
      case 'unnoted':
      case 'crash after':
        this.note(task.token, `${record}: ${fate}`, fate);
        return this.done(task, record, fate);
      case 'error':
      case 'memory of node':
      case 'torn':
        return this.nodeFails(task, record, fate);
      default:
        return this.endTask(task, fate);
    }
  }

  /** The result is in the store, and the task notes it and goes on. */
  private done(task: SimulatedTask, record: string, fate: Fate = 'well'): void {
    this.computing.delete(record);
    this.finished.add(record);
    this.computed.set(record, (this.computed.get(record) ?? 0) + 1);
    if (fate === 'late') return this.doneLate(task, record);
    this.store.add(record);
    if (fate === 'unnoted') {
      task.ended.add(record);
      return this.over(task, 'COMPLETED');
    }
    this.leaves(task, record, fate === 'crash after' ? 1 : 0);
  }

  private doneLate(task: SimulatedTask, record: string): void {
    this.clock.after(LATE_MS * this.draw(), () => {
      this.store.add(record);
      this.noteStatus(task, record, 0);
    });
    task.ended.add(record);
    this.next(task);
  }

  private nodeFails(task: SimulatedTask, record: string, fate: Fate): void {
    this.note(task.token, `${record}: ${fate}`, fate);
    this.computing.delete(record);
    this.failedBy.set(record, fate);
    if (fate === 'memory of node') this.slurmLog(task, 'slurmstepd: Detected 1 oom_kill event');
    task.fate = 'well';
    this.leaves(task, record, { error: 3, 'memory of node': 137 }[fate as string] ?? 0);
  }

  /** The script notes the status of a node, and begins the next. */
  private leaves(task: SimulatedTask, record: string, status: number): void {
    task.ended.add(record);
    this.noteStatus(task, record, status);
    this.next(task);
  }

  private noteStatus({ token }: SimulatedTask, record: string, status: number): void {
    this.noteFile(`batches/${token}/${record}.end`, `${status}\n`);
  }

  private slurmLog({ token, index }: SimulatedTask, line: string): void {
    this.noteFile(`batches/${token}/task-${index}.log`, `${line}\n`);
  }

  /** Where the disk is full or the folder is gone, a job notes nothing. */
  private noteFile(path: string, text: string): void {
    const [, token] = path.split('/');
    if (this.files.isFull || !this.files.list('batches').includes(token!)) return;
    this.files.write(path, text);
  }

  /** Slurm ends a task, for good or to queue it again. */
  private endTask(task: SimulatedTask, fate: Fate): void {
    this.note(task.token, `task ${task.index}: ${fate}`, fate);
    for (const [record, by] of this.computing) if (by === task) this.computing.delete(record);
    const state = STATES[fate] ?? 'COMPLETED';
    if (isQueuedAgain(fate)) return this.queueAgain(task, state);
    for (const record of task.records) if (!task.ended.has(record)) this.failedBy.set(record, fate);
    if (fate === 'memory') {
      this.slurmLog(task, OVER_MEMORY);
      task.reason = 'JobLaunchFailure';
    }
    this.over(task, state);
    if (fate === 'vanishes' || fate === 'unseen') task.forgottenAt = this.clock.now;
  }

  private queueAgain(task: SimulatedTask, accounted: string): void {
    task.life += 1;
    Object.assign(task, { state: 'COMPLETING', accounted });
    this.after(task, 5000 * this.draw(), () => {
      Object.assign(task, { state: 'PENDING', reason: 'BeginTime' });
      this.after(task, WAITS_MS * this.draw(), () => this.start(task));
    });
  }

  private over(task: SimulatedTask, state: string): void {
    task.life += 1;
    const forgottenAt = this.clock.now + FORGETS_MS;
    Object.assign(task, { state, accounted: state, forgottenAt });
  }
}
