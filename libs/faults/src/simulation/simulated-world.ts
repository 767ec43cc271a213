import type { Files, Platform, Steps } from '@nhat/artifacts';
import type { Draw } from './draw';
import { SimulatedDisk } from './simulated-disk';
import { simulatedFiles } from './simulated-files';

/** A machine, with the clock that its users see. */
export interface SimulatedHost {
  name: string;
  boot: string;
  /** Milliseconds by which its clock is wrong. */
  clockError: number;
  /** Whether it tells when a process started, as Linux does. */
  hasBirths: boolean;
  /** Processes that run, with their start. */
  running: Map<number, string>;
}

interface Timer {
  at: number;
  act: () => void;
  /** Milliseconds between two calls; a single call without it. */
  every?: number;
}

interface Job {
  steps: Steps<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** 2026-01-01, in milliseconds since 1970. */
const START = 1_767_225_600_000;

/**
 * Machines, processes, a disk and a clock. One operation of one process happens at a time, and a seed chooses of which. The clock moves
 * on by a little at each, and to the next timer when every process waits.
 */
export class SimulatedWorld {
  time = 0;
  steps = 0;
  readonly disk: SimulatedDisk;
  readonly processes: SimulatedProcess[] = [];
  readonly trace: { time: number; who: string; what: string; path: string; outcome: string }[] = [];
  /** Called before a process makes a path lead to another file or to none. */
  onChange: (by: SimulatedProcess, path: string, isRemoved: boolean) => void = () => {};
  private last?: SimulatedProcess;
  private births = 0;

  constructor(
    readonly draw: Draw,
    /** The probability that the process of the last operation goes on. */
    private readonly inertia: number,
  ) {
    this.disk = new SimulatedDisk(draw, () => this.time);
  }

  host(name: string, hasBirths = true): SimulatedHost {
    const boot = `boot-${this.draw.below(2 ** 30)}`;
    return { name, boot, clockError: 0, hasBirths, running: new Map() };
  }

  /** Starts a process. `pid` may be that of one that has ended. */
  start(host: SimulatedHost, pid: number): SimulatedProcess {
    this.births += 1;
    host.running.set(pid, String(this.births));
    const process = new SimulatedProcess(this, host, pid);
    this.processes.push(process);
    this.note(process.name, 'start', host.name, '');
    return process;
  }

  note(who: string, what: string, path: string, outcome: string): void {
    this.trace.push({ time: this.time, who, what, path, outcome });
  }

  /**
   * Lets processes act until `isOver`. Returns false where that does not happen: nobody acts any more, or `mostSteps` or
   * `mostMs` of simulated time have passed. `disturb` is called before each operation.
   */
  async run(
    isOver: () => boolean,
    { mostSteps, mostMs }: { mostSteps: number; mostMs: number },
    disturb: () => void = () => {},
  ): Promise<boolean> {
    const lastStep = this.steps + mostSteps;
    const lastTime = this.time + mostMs;
    await drained();
    while (!isOver()) {
      if (this.steps >= lastStep || this.time > lastTime) return false;
      this.steps += 1;
      disturb();
      if (this.fireTimers()) {
        await drained();
        continue;
      }
      const process = this.choose();
      if (process === undefined) {
        if (!this.moveOn()) return isOver();
        continue;
      }
      this.time += 0.2 + this.draw.next();
      if (process.step()) await drained();
    }
    return true;
  }

  private choose(): SimulatedProcess | undefined {
    const { last } = this;
    if (last?.isReady() && this.draw.happens(this.inertia)) return last;
    const ready = this.processes.filter((process) => process.isReady());
    if (ready.length === 0) return undefined;
    return (this.last = this.draw.pick(ready));
  }

  private fireTimers(): boolean {
    const due = this.processes.filter((process) => process.nextTimer() <= this.time);
    if (due.length === 0) return false;
    this.draw.pick(due).fire();
    return true;
  }

  /** Moves the clock to the next thing that happens by itself. */
  private moveOn(): boolean {
    const next = Math.min(
      ...this.processes.map((process) => Math.max(process.nextTimer(), process.pausedUntil)),
      ...this.processes
        .filter((process) => process.hasWork())
        .map(({ pausedUntil }) => pausedUntil),
    );
    if (next === Infinity) return false;
    this.time = Math.max(this.time + 0.001, next);
    return true;
  }
}

/** A process of a simulated machine. Once it is killed, none of its code goes on. */
export class SimulatedProcess implements Platform {
  readonly files: Files;
  readonly name: string;
  pausedUntil = 0;
  isAlive = true;
  private pausedAt = -Infinity;
  private readonly lastReads = new Map<string, number>();
  /** By path, when it last began a file that is then put there. */
  private readonly begun = new Map<string, number>();
  private jobs: Job[] = [];
  private timers = new Set<Timer>();

  constructor(
    private readonly world: SimulatedWorld,
    readonly machine: SimulatedHost,
    readonly pid: number,
  ) {
    this.name = `${pid}@${machine.name}`;
    this.files = simulatedFiles(
      world.disk,
      machine.name,
      (operation, path, outcome) => {
        if (operation === 'readFile') this.lastReads.set(path, world.time);
        if (operation === 'open')
          this.begun.set(path.replace(/\.[0-9a-f]+\.part$/, ''), world.time);
        world.note(this.name, operation, path, outcome);
      },
      (path, isRemoved) => world.onChange(this, path, isRemoved),
    );
  }

  readonly now = () => this.world.time;
  readonly date = () => START + this.world.time + this.machine.clockError;
  readonly host = () => this.machine.name;
  readonly boot = () => this.machine.boot;
  readonly isRunning = (pid: number) => this.machine.running.has(pid);
  readonly born = (pid: number) =>
    this.machine.hasBirths ? (this.machine.running.get(pid) ?? '') : '';
  readonly sleep = (ms: number) => new Promise<void>((wake) => void this.after(ms, wake));
  readonly after = (ms: number, act: () => void) => this.add({ at: this.now() + ms, act });
  readonly every = (ms: number, act: () => void) =>
    this.add({ at: this.now() + ms, act, every: ms });
  readonly randomHex = (bytes: number) =>
    Array.from({ length: Math.ceil(bytes / 3) }, () =>
      (this.world.draw.below(2 ** 24) + 2 ** 24).toString(16).slice(1),
    )
      .join('')
      .slice(0, 2 * bytes);
  readonly perform = <Result>(steps: Steps<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (this.isAlive) this.jobs.push({ steps, resolve: resolve as Job['resolve'], reject });
    });

  hasWork(): boolean {
    return this.jobs.length > 0;
  }

  isReady(): boolean {
    return this.hasWork() && this.pausedUntil <= this.world.time;
  }

  /** Goes one operation on. Returns whether other code of the process may go on now. */
  step(): boolean {
    const [job] = this.jobs as [Job];
    try {
      const { done, value } = job.steps.next();
      if (!done) return false;
      job.resolve(value);
    } catch (error) {
      job.reject(error);
    }
    this.jobs.shift();
    return true;
  }

  /** When its next timer is due; never while it is paused. */
  nextTimer(): number {
    let next = Infinity;
    for (const { at } of this.timers) next = Math.min(next, at);
    return next === Infinity ? next : Math.max(next, this.pausedUntil);
  }

  fire(): void {
    const due = [...this.timers].filter(({ at }) => at <= this.world.time);
    const timer = due.reduce((first, other) => (other.at < first.at ? other : first));
    if (timer.every === undefined) this.timers.delete(timer);
    else timer.at = this.world.time + timer.every;
    timer.act();
  }

  /** Adds a line to the trace. */
  note(what: string, path: string): void {
    this.world.note(this.name, what, path, '');
  }

  /** Ends a pause after so many milliseconds, unless it ends earlier. */
  wakeWithin(ms: number): void {
    this.pausedUntil = Math.min(this.pausedUntil, this.world.time + ms);
  }

  /** Whether it has read the file at this path, and was not paused since. */
  hasJustRead(path: string): boolean {
    return (this.lastReads.get(path) ?? -Infinity) > this.pausedAt;
  }

  /** Whether it was paused since it began to write the file that it puts at this path. */
  wasPausedWriting(path: string): boolean {
    return (this.begun.get(path) ?? Infinity) <= this.pausedAt;
  }

  pause(ms: number): void {
    this.pausedAt = this.world.time;
    this.pausedUntil = Math.max(this.pausedUntil, this.world.time + ms);
    this.world.note(this.name, 'paused', `${Math.round(ms)} ms`, '');
  }

  /** Ends the process; killed: in the middle of its work. */
  end(how: 'ends' | 'killed'): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.jobs = [];
    this.timers.clear();
    this.machine.running.delete(this.pid);
    this.world.processes.splice(this.world.processes.indexOf(this), 1);
    this.world.note(this.name, how, '', '');
  }

  private add(timer: Timer): () => void {
    if (this.isAlive) this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }
}

/** Resolves when no code can go on without an operation or a timer. */
const drained = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
