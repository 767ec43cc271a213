import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { born, isRunning } from './process-life';

/**
 * Work on files that other processes share, one operation of the system at a time: each `yield` stands before an operation, and
 * marks a point at which another process may act or this one may be killed.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** The functions of `node:fs` that locks and the store in a folder use. */
export type Files = Pick<
  typeof fs,
  | 'chmodSync'
  | 'chownSync'
  | 'closeSync'
  | 'existsSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'utimesSync'
  | 'writeFileSync'
  | 'writeSync'
>;

/** What locks and stores use of the system besides the network. Tests replace it by a simulated one. */
export interface Platform {
  files: Files;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Milliseconds since 1970; may jump. */
  date(): number;
  sleep(ms: number): Promise<void>;
  /** Calls `act` once after so many milliseconds. Returns a function that prevents it. */
  after(ms: number, act: () => void): () => void;
  /** Calls `act` again and again, but does not keep the process alive. Returns a function that ends it. */
  every(ms: number, act: () => void): () => void;
  /** Random lower-case hex digits, two a byte. */
  randomHex(bytes: number): string;
  /** This process. */
  pid: number;
  host(): string;
  /** Identifies the boot of the system and the pid namespace; empty where unknown. */
  boot(): string;
  /** Whether a process of this machine runs. */
  isRunning(pid: number): boolean;
  /** Start of a process of this machine in ticks since boot; empty where unknown. */
  born(pid: number): string;
  /** Goes through all steps. The real platform does so at once. */
  perform<Result>(steps: Steps<Result>): Result | Promise<Result>;
}

/** Goes through all steps without a pause. */
export function performNow<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The system that this process runs on. */
export const systemPlatform: Platform = {
  files: fs,
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: (ms) => sleep(ms),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  every(ms, act) {
    const timer = setInterval(act, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  pid: process.pid,
  host: hostname,
  boot,
  isRunning,
  born,
  perform: performNow,
};

/** Containers share the boot of the system, and each numbers its processes anew. */
function boot(): string {
  try {
    const start = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${start} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
