import { SlurmDriver } from '@nhat/slurm';
import type { ClusterIo, NodeEnd } from '@nhat/slurm';
import { Killed } from '@nhat/slurm/simulation/simulated-process';
import type { SimulatedProcess } from '@nhat/slurm/simulation/simulated-process';
import { SimulatedSlurm } from '@nhat/slurm/simulation/simulated-slurm';
import { drawFrom } from '../simulation/draw';
import type { Draw } from '../simulation/draw';
import { drawClusterSchedule } from './cluster-schedule';
import type { ClusterFault, ClusterSchedule } from './cluster-schedule';
import { ClusterWatch } from './watch-cluster';
import type { ClusterViolation } from './watch-cluster';

/** What a driver has of its surroundings. */
export interface DriverSurroundings {
  io: ClusterIo;
  /** Whether the result of a record is in the store. */
  isDone(record: string): Promise<boolean>;
}

/** Changes the surroundings of each driver, to plant a fault. */
export type ClusterPlant = (surroundings: DriverSurroundings) => DriverSurroundings;

export interface ClusterRunEnd {
  schedule: ClusterSchedule;
  violations: ClusterViolation[];
  /** How often each thing went wrong. */
  happened: ReadonlyMap<string, number>;
  /** Calls of drivers and events of the cluster, one a line. */
  trace: readonly string[];
}

/** Runs the schedule of a seed to its end, and says which rules were broken. */
export const runClusterSchedule = (
  seed: number,
  plant: ClusterPlant = (surroundings) => surroundings,
): Promise<ClusterRunEnd> => new ClusterRun(seed, plant).toTheEnd();

/** Programs may take so long, and the answers of sbatch with them. */
const SLOW_MS = 25_000;
/** A user starts a driver again so many milliseconds after its end at the latest. */
const AGAIN_MS = 90_000;
const DAY_MS = 86_400_000;
const USED = { seconds: 60, peakMemoryMb: 700 };

class ClusterRun {
  private readonly draw: Draw;
  private readonly schedule: ClusterSchedule;
  private readonly slurm: SimulatedSlurm;
  private readonly watch: ClusterWatch;
  private readonly records: string[];
  private drivers = 0;

  constructor(
    seed: number,
    private readonly plant: ClusterPlant,
  ) {
    const draw = (this.draw = drawFrom(seed));
    const schedule = (this.schedule = drawClusterSchedule(draw));
    const often = (fault: ClusterFault, most: number) => (this.has(fault) ? most * draw.next() : 0);
    const { fates, rate, hasAccounts } = schedule;
    this.slurm = new SimulatedSlurm(draw.next, {
      ...{ answerLost: often('lost answer', 1), noSubmission: often('no submission', 0.8) },
      ...{ noQueue: often('silent queue', 0.8), oldQueue: often('old queue', 1) },
      slowMs: this.has('slow programs') ? SLOW_MS : 1000 * draw.below(2),
      hasAccounts,
      fate: () => (fates.length > 0 && draw.happens(rate) ? draw.pick(fates) : 'well'),
    });
    this.watch = new ClusterWatch(this.slurm, schedule);
    this.records = Array.from({ length: schedule.nodes }, (_, i) => `r${i}`);
  }

  async toTheEnd(): Promise<ClusterRunEnd> {
    const { slurm, schedule, watch } = this;
    this.disturb();
    const all = [this.startsUntilDone(0)];
    if (this.has('two drivers')) {
      all.push(this.startsUntilDone(this.draw.happens(0.5) ? 0 : 60_000 * this.draw.next()));
    }
    try {
      await slurm.settle(Promise.all(all));
      slurm.calm();
      await slurm.settle(this.drive(this.newProcess()));
      watch.checkEnd(this.records);
    } catch (error) {
      watch.add('blocked', (error as Error).message);
    }
    return {
      ...{ schedule, violations: watch.violations },
      ...{ happened: slurm.happened, trace: slurm.trace },
    };
  }

  /** A user starts a driver, and again when it was killed or could not write, until one has ended all nodes. */
  private async startsUntilDone(after: number): Promise<void> {
    const { clock } = this.slurm;
    if (after > 0) await clock.sleep(after);
    for (let kills = this.has('crash') ? this.draw.below(4) : 0; ; kills--) {
      const process = this.newProcess();
      const dies = kills > 0 ? this.killSometime(process) : new Promise<void>(() => undefined);
      const isDone = await Promise.race([this.drive(process), dies.then(() => false)]);
      if (isDone) return;
      process.isAlive = false;
      await clock.sleep(AGAIN_MS * this.draw.next());
    }
  }

  private newProcess(): SimulatedProcess {
    this.drivers += 1;
    const name = `driver ${this.drivers}`;
    this.slurm.note(name, 'starts');
    const clockError = this.has('clock') ? 4 * DAY_MS * (this.draw.next() - 0.5) : 0;
    return { name, isAlive: true, clockError };
  }

  /** Resolves to whether all nodes ended; to false where the driver could not go on. Nothing comes of a driver that was killed. */
  private async drive(process: SimulatedProcess): Promise<boolean> {
    const { slurm, watch } = this;
    const surroundings = this.plant({
      io: this.watchedIo(process),
      isDone: async (record) => slurm.store.has(record),
    });
    const { options } = this.schedule;
    const site = { root: '/work', jobName: 'nhat-x', node: 'node', entry: ['e'], options };
    const driver = new SlurmDriver(surroundings.io, site, () => USED);
    const run = async (record: string, at: number): Promise<NodeEnd | undefined> => {
      if (this.draw.happens(0.3)) await slurm.clock.sleep(20_000 * this.draw.next());
      if (!process.isAlive || slurm.store.has(record)) return undefined;
      const end = await driver.run({
        ...{ record, name: record, stage: at % 3 === 0 ? 'pretrain' : 'supervised' },
        isDone: () => surroundings.isDone(record),
        waits: () => undefined,
        runs: () => undefined,
        note: (line) => this.hears(process, record, line),
        log: () => undefined,
      });
      slurm.note(process.name, `${record} ends with ${end.status} ${end.message.trim()}`);
      watch.ends(record, end);
      return end;
    };
    const ends = await Promise.allSettled(this.records.map(run));
    const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
    if (faults.some((fault) => fault instanceof Killed)) return new Promise(() => undefined);
    for (const fault of faults) {
      if (!/ENOSPC/.test(fault.message)) watch.add('blocked', `a node rejects: ${fault.stack}`);
    }
    return faults.length === 0;
  }

  private hears({ name }: SimulatedProcess, record: string, line: string): void {
    const counted = /^(submitted|attached|an earlier command was submitting)/.exec(line)?.[0];
    this.slurm.note(name, `${record}: ${line}`, counted);
  }

  private watchedIo(process: SimulatedProcess): ClusterIo {
    const { slurm, watch } = this;
    const io = slurm.io(process);
    return {
      ...io,
      run: async (program, args) => {
        const end = await io.run(program, args);
        if (program === 'sbatch') watch.checkRoom();
        return end;
      },
      files: {
        ...io.files,
        write: (path, text) => {
          io.files.write(path, text);
          if (path.endsWith('/batch.json') && this.has('torn intent')) this.tear(path, text);
        },
      },
    };
  }

  /** Kills a driver: around its first submission, or at any call or time. Resolves when it is dead. */
  private killSometime(process: SimulatedProcess): Promise<void> {
    const { draw, slurm } = this;
    const place = draw.pick(['sbatch', 'sbatch', 'within sbatch', 'any call', 'any time'] as const);
    let calls = draw.below(place === 'any call' ? 80 : 2);
    return new Promise((dead) => {
      const kill = (what: string) => {
        if (process.isAlive) slurm.note(process.name, `is killed ${what}`, `killed ${what}`);
        process.isAlive = false;
        dead();
      };
      if (place === 'any time') slurm.clock.after(120_000 * draw.next(), () => kill('at any time'));
      process.step = (what) => {
        if (place === 'any time' || (place !== 'any call' && what !== 'sbatch')) return 'goes on';
        if (calls-- > 0) return 'goes on';
        if (place === 'within sbatch') {
          slurm.clock.after(SLOW_MS * draw.next(), () => kill('within sbatch'));
          return 'goes on';
        }
        const when = draw.pick(['before', 'after'] as const);
        const counted = what === 'sbatch' ? what : 'another call';
        slurm.note(process.name, `is killed ${when} ${what}`, `killed ${when} ${counted}`);
        dead();
        return `dies ${when}`;
      };
    });
  }

  /** What happens by itself. */
  private disturb(): void {
    const { draw, slurm } = this;
    const { clock } = slurm;
    if (this.has('full disk')) {
      for (let times = 1 + draw.below(3); times > 0; times--) {
        const at = 120_000 * draw.next();
        clock.after(at, () => {
          if (slurm.isCalm) return;
          slurm.files.isFull = true;
          slurm.note('disk', 'is full', 'the disk is full');
        });
        clock.after(at + 30_000 * draw.next(), () => (slurm.files.isFull = false));
      }
    }
    if (this.has('cancelled') && draw.happens(0.3)) {
      clock.after(120_000 * draw.next(), () => {
        slurm.note('a person', 'cancels all jobs', 'all jobs are cancelled');
        slurm.cancel(slurm.going);
      });
    }
  }

  /** Damages what was written down of a batch, at some time. */
  private tear(path: string, text: string): void {
    const { draw, slurm } = this;
    if (draw.happens(0.5)) return;
    const cut = draw.below(text.length);
    const isGone = draw.happens(0.3);
    slurm.clock.after(60_000 * draw.next(), () => {
      if (slurm.files.isFull || slurm.files.read(path) === undefined) return;
      slurm.note('disk', `tears ${path}`, `${isGone ? 'missing' : 'torn'} intent`);
      if (isGone) slurm.files.remove(path);
      else slurm.files.write(path, text.slice(0, cut));
    });
  }

  private has(fault: ClusterFault): boolean {
    return this.schedule.faults.has(fault);
  }
}
