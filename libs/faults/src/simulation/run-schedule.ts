import { generateKeyPairSync } from 'node:crypto';
import type { Platform } from '@nhat/artifacts';
import { folderBackend, createStore, verified } from '@nhat/store';
import type { Store, StoreBackend } from '@nhat/store';
import type { Trust } from '@nhat/store/signing/trust';
import { writerOf } from '@nhat/store/signing/writer-identity';
import type { Writer } from '@nhat/store/signing/writer-identity';
import { teamStore } from '@nhat/store/team-store';
import { unsentResults } from '@nhat/store/unsent-results';
import { drawFrom } from './draw';
import type { Draw } from './draw';
import { drawSchedule } from './schedule';
import type { Fault, Schedule } from './schedule';
import { SimulatedDriver } from './simulated-driver';
import { graphOf } from './simulated-node';
import type { SimulatedNode } from './simulated-node';
import { SimulatedServer } from './simulated-server';
import { SimulatedWorld } from './simulated-world';
import type { SimulatedHost, SimulatedProcess } from './simulated-world';
import { ResultWatch } from './watch-results';
import type { Violation } from './watch-results';

export interface ScheduleEnd {
  schedule: Schedule;
  violations: Violation[];
  /** Operations of all processes. */
  steps: number;
  /** The last operations, one a line. */
  trace(lines: number): string;
}

const SHARED = '/shared/store';
/** What a result is written to before it has its name. */
const WRITTEN_RESULT = /\/ac\/[0-9a-f]{64}\.[0-9a-f]+\.part$/;
/** The longest that a whole run may take: longer than every wait of the program together. */
const LIMITS = { mostSteps: 60_000, mostMs: 4 * 3_600_000 };

/** Changes what a process does with the folder of the store, to plant a fault. */
export type Plant = (backend: StoreBackend, platform: Platform) => StoreBackend;

/** Runs the schedule of a seed to its end, and says which rules were broken. */
export const runSchedule = (
  seed: number,
  plant: Plant = (backend) => backend,
): Promise<ScheduleEnd> => new Run(seed, plant).toTheEnd();

interface Running {
  process: SimulatedProcess;
  driver: SimulatedDriver;
  clone: number;
}

class Run {
  private readonly draw: Draw;
  private readonly schedule: Schedule;
  private readonly world: SimulatedWorld;
  private readonly watch: ResultWatch;
  private readonly server: SimulatedServer;
  private readonly nodes: SimulatedNode[];
  private readonly machines: SimulatedHost[];
  private running: Running[] = [];
  private fullUntil = 0;
  private pids = 100;
  /** Lines of the trace at the last look at it. */
  private looked = 0;
  /** Whether a fault happened after which files may be left over. */
  private isClean = true;

  constructor(
    seed: number,
    private readonly plant: Plant,
  ) {
    this.draw = drawFrom(seed);
    this.schedule = drawSchedule(this.draw);
    const { machines, nodes, inertia, hasBirths } = this.schedule;
    this.world = new SimulatedWorld(this.draw, inertia);
    this.world.disk.isStale = this.has('stale files') && machines > 1;
    this.watch = new ResultWatch(this.world.disk, () => this.world.steps);
    if (this.schedule.store === 'folder') {
      this.world.onChange = (by, path, isRemoved) =>
        isRemoved ? this.watch.removes(path, by) : this.watch.publishes(path, by);
    }
    this.watch.isExclusive = !this.has('pause') && !this.world.disk.isStale;
    this.server = new SimulatedServer(this.draw);
    if (this.world.disk.isStale) this.isClean = false;
    if (this.has('lost answer')) this.server.loss = 0.1;
    this.nodes = graphOf(nodes);
    this.machines = Array.from({ length: machines }, (_, i) => this.world.host(`m${i}`, hasBirths));
    for (const folder of ['/shared', ...[0, 1].map(rootOf)]) {
      this.world.disk.sync(this.world.disk.create('', folder, true));
    }
  }

  async toTheEnd(): Promise<ScheduleEnd> {
    for (let i = 0; i < this.schedule.drivers; i++) this.startDriver(i % this.schedule.clones);
    const last = this.schedule.quietAfter;
    const disturb = () => this.world.steps < last && this.disturb();
    const isOver = () => this.running.every(({ process }) => !process.isAlive);
    const ended = (await this.world.run(isOver, LIMITS, disturb)) && (await this.finish());
    if (!ended) this.watch.add('blocked', this.whoWaits());
    else this.check();
    for (const { process } of this.running) process.end('killed');
    const { schedule, watch, world } = this;
    return {
      schedule,
      violations: watch.violations,
      steps: world.steps,
      trace: (count) => lastLines(world, count),
    };
  }

  /** Without faults, each clone is run once more: what is missing must get done. */
  private async finish(): Promise<boolean> {
    const { disk } = this.world;
    disk.isFull = false;
    this.server.loss = 0;
    this.running = [];
    for (let clone = 0; clone < this.schedule.clones; clone++) this.startDriver(clone, 0);
    const isOver = () => this.running.every(({ process }) => !process.isAlive);
    return this.world.run(isOver, LIMITS);
  }

  private check(): void {
    const { watch, schedule, nodes } = this;
    for (const { driver } of this.running) {
      for (const { message } of driver.failures) watch.add('blocked', `a node fails: ${message}`);
    }
    // A server that is silent counts as empty, and a flipped bit is found when the file is read.
    if (!this.has('lost answer') && !this.has('flipped bit')) watch.checkAgreement();
    if (schedule.store === 'folder') nodes.forEach(({ key }) => this.checkPresence(key));
    if (schedule.store === 'server') this.checkServer();
    if (this.isClean && schedule.store === 'folder') {
      for (const [key, count] of watch.counts) {
        if (count > 1) watch.add('computed twice', `${key}: ${count} times`);
      }
    }
    if (!this.isClean) return;
    for (const path of this.world.disk.filesBelow('/')) {
      if (/\.(part|lock)$|\.after-/.test(path)) watch.add('left over', path);
    }
  }

  /** A flipped bit of a blob is found when somebody reads it, which may be later. */
  private checkPresence(key: string): void {
    const path = `${SHARED}/ac/${key}`;
    const entry = this.world.disk.at(path);
    if (entry !== undefined && (this.has('flipped bit') || this.watch.isIntact(path, entry)))
      return;
    this.watch.add('lost', `${path} is not there after the last run`);
  }

  /** What the server has not got must be noted as unsent by a clone. */
  private checkServer(): void {
    const { files } = this.world.start(this.machines[0]!, 1);
    const clones = Array.from({ length: this.schedule.clones }, (_, clone) => rootOf(clone));
    const unsent = new Set(clones.flatMap((root) => unsentResults(root, files).list()));
    for (const { key } of this.nodes) {
      if (this.server.entries.has(`ac/${key}`) || unsent.has(key) || !this.isClean) continue;
      this.watch.add('lost', `ac/${key} is neither on the server nor noted as unsent`);
    }
  }

  private folders(): string[] {
    const { store, clones } = this.schedule;
    if (store === 'folder') return [SHARED];
    return Array.from({ length: clones }, (_, clone) => `${rootOf(clone)}/.nhat/store`);
  }

  private startDriver(clone: number, duplicates = this.has('duplicate') ? 0.3 : 0): void {
    const { parallel } = this.schedule;
    const process = this.world.start(this.draw.pick(this.machines), this.newPid());
    const root = rootOf(clone);
    const folder = this.schedule.store === 'folder' ? SHARED : `${root}/.nhat/store`;
    const store = this.storeOf(process, clone);
    const task = { ...{ root, folder, store, parallel, duplicates }, nodes: this.nodes };
    const driver = new SimulatedDriver(process, task, this.watch, this.draw);
    this.running.push({ process, driver, clone });
  }

  private newPid(): number {
    this.pids += 1;
    return this.pids;
  }

  private storeOf(process: SimulatedProcess, clone: number): Store {
    const warn = (line: string) => process.note('warns', line.slice(0, 200));
    if (this.schedule.store === 'folder') {
      return createStore(verified(this.plant(folderBackend(SHARED, process), process), warn));
    }
    const backend = this.server.backendFor(process);
    return createStore(
      teamStore(rootOf(clone), backend, trustOf(clone), warn, { platform: process }),
    );
  }

  private disturb(): void {
    const { rate, faults } = this.schedule;
    const { disk, time } = this.world;
    if (disk.isFull && time > this.fullUntil) disk.isFull = false;
    if (this.has('pause')) this.pauseBadly();
    if (!this.draw.happens(rate)) return;
    const fault = this.draw.pick([...faults, undefined]);
    if (fault !== undefined) this.happen(fault);
  }

  /** Pauses a process, and lets it go on, where that does most harm: while it has a claim, and when another has taken that over. */
  private pauseBadly(): void {
    const { trace } = this.world;
    if (trace.length === this.looked) return;
    this.looked = trace.length;
    const { who, what, path } = trace.at(-1)!;
    const isClaiming = what === 'computes' || (what === 'open' && WRITTEN_RESULT.test(path));
    const isTakingOver = what === 'rename' && path.includes('.lock.after-');
    if (!(isClaiming || isTakingOver) || !this.draw.happens(0.5)) return;
    this.isClean = false;
    for (const { process } of this.running) {
      if (isTakingOver) process.wakeWithin(100 * this.draw.next());
      else if (process.name === who) process.pause(100_000 * this.draw.next());
    }
  }

  private happen(fault: Fault): void {
    const { draw, world } = this;
    const alive = this.running.filter(({ process }) => process.isAlive);
    if (alive.length === 0) return;
    const { process, clone } = draw.pick(alive);
    switch (fault) {
      case 'crash':
        this.isClean = false;
        process.end('killed');
        this.replace(process, clone);
        return;
      case 'power cut':
        if (draw.happens(0.2)) this.cutPower(alive);
        return;
      case 'pause':
        this.isClean = false;
        return process.pause((draw.happens(0.7) ? 5000 : 100_000) * draw.next());
      case 'clock':
        process.machine.clockError += 86_400_000 * (draw.next() - 0.5);
        return world.note(process.machine.name, 'clock jumps', '', '');
      case 'full disk':
        this.isClean = false;
        world.disk.isFull = true;
        this.fullUntil = world.time + 20_000 * draw.next();
        return world.note('disk', 'is full', '', '');
      case 'flipped bit':
        return this.flipBit();
      default: // The others are set for the whole schedule.
    }
  }

  /** Starts the driver anew, sometimes when another process has got the pid of the dead one. */
  private replace({ pid, machine }: SimulatedProcess, clone: number): void {
    if (this.draw.happens(0.5)) machine.running.set(pid, 'another');
    if (this.draw.happens(0.8)) this.startDriver(clone);
  }

  private cutPower(alive: readonly Running[]): void {
    this.isClean = false;
    for (const { process } of alive) process.end('killed');
    this.world.note('all', 'power cut', '', '');
    this.world.disk.cutPower();
    this.watch.afterPowerCut();
    for (const machine of this.machines) {
      machine.boot = `boot-${this.draw.below(2 ** 30)}`;
      machine.running.clear();
    }
    for (const { clone } of alive) this.startDriver(clone);
  }

  private flipBit(): void {
    const { disk } = this.world;
    const entries = this.folders()
      .flatMap((folder) => [
        ...disk.filesBelow(`${folder}/ac/`),
        ...disk.filesBelow(`${folder}/cas/`),
      ])
      .filter((path) => /\/[0-9a-f]{64}$/.test(path));
    if (entries.length === 0) return;
    this.isClean = false;
    const path = this.draw.pick(entries);
    const entry = disk.at(path)!;
    const bytes = Buffer.from(entry.bytes);
    if (bytes.length === 0) return;
    const at = this.draw.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << this.draw.below(8));
    entry.bytes = bytes;
    this.watch.damages(path);
    this.world.note('disk', 'flips a bit of', path, '');
  }

  private whoWaits(): string {
    const { time, steps } = this.world;
    const left = this.running.filter(({ process }) => process.isAlive);
    const names = left.map(({ process }) => process.name).join(', ');
    return `${names} did not end in ${steps} operations and ${Math.round(time / 1000)} s`;
  }

  private has(fault: Fault): boolean {
    return this.schedule.faults.has(fault);
  }
}

const rootOf = (clone: number): string => `/clone${clone}`;

let writers: Writer[] | undefined;

/** Each clone has a writer of its own, and trusts the other. */
function trustOf(clone: number): Trust {
  writers ??= [0, 1].map(() =>
    writerOf(
      String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })),
    ),
  );
  const all = writers;
  return {
    writer: () => all[clone]!,
    nameOf: (id) => (all.some((writer) => writer.id === id) ? 'a colleague' : undefined),
  };
}

function lastLines({ trace }: SimulatedWorld, count: number): string {
  return trace
    .slice(-count)
    .map(({ time, who, what, path, outcome }) => {
      const at = (time / 1000).toFixed(3).padStart(9);
      const short = path.replace(/[0-9a-f]{56}/g, '…');
      return `${at} s  ${who.padEnd(8)} ${what} ${short}${outcome && ` → ${outcome}`}`;
    })
    .join('\n');
}
