import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAtomic } from '@nhat/artifacts';
import type { ClusterFiles, ClusterIo } from './cluster-io';
import type { ClusterOptions } from './options';

/** Slurm waits nine seconds for a controller that is down, more for a busy one. */
const PROGRAM_MS = 60_000;
const MOST_OUTPUT = 64 * 1024 * 1024;
/** A log is passed on in parts of so many bytes. */
const MOST_LOG = 64 * 1024;

/** Slurm, with its programs on the path or in the folder `programs`, and the files of this workspace. */
export function realIo(
  root: string,
  environment: NodeJS.ProcessEnv,
  { programs = '' }: Pick<ClusterOptions, 'programs'> = {},
): ClusterIo {
  const env = outsideJobs(environment);
  return {
    now: () => performance.now(),
    date: () => Date.now(),
    sleep: async (ms) => void (await sleep(ms)),
    token: () => randomBytes(8).toString('hex'),
    run: (program, args) =>
      new Promise((resolve) => {
        const options = { env, timeout: PROGRAM_MS, maxBuffer: MOST_OUTPUT };
        execFile(join(programs, program), args, options, (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
          resolve({ status, stdout, stderr: stderr || (error?.message ?? '') });
        });
      }),
    files: filesBelow(join(root, '.nhat', 'slurm')),
  };
}

/** A driver that is itself a job must not hand its own limits to the jobs that it submits. */
function outsideJobs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(SLURM_(?!CONF$)|SBATCH_|SQUEUE_)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

function filesBelow(folder: string): ClusterFiles {
  const at = (path: string) => join(folder, path);
  return {
    write: (path, text) => writeAtomic(at(path), text),
    read: (path) => orUndefined(() => readFileSync(at(path), 'utf8')),
    readFrom: (path, byte) =>
      orUndefined(() => textFrom(at(path), byte)) ?? { text: '', end: byte },
    list: (path) => orUndefined(() => readdirSync(at(path))) ?? [],
    age: (path) => orUndefined(() => diskTime(folder) - lastWritten(at(path))),
    remove: (path) => rmSync(at(path), { recursive: true, force: true }),
  };
}

/** The time at which the disk has a file written now. */
function diskTime(folder: string): number {
  const file = join(folder, `${randomBytes(8).toString('hex')}.part`);
  try {
    writeFileSync(file, '');
    return statSync(file).mtimeMs;
  } finally {
    rmSync(file, { force: true });
  }
}

const lastWritten = (folder: string): number =>
  Math.max(
    ...[folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
      (path) => statSync(path).mtimeMs,
    ),
  );

/** Only whole lines, so that no character is cut. */
function textFrom(path: string, byte: number): { text: string; end: number } {
  const file = openSync(path, 'r');
  try {
    const length = Math.min(MOST_LOG, fstatSync(file).size - byte);
    if (length <= 0) return { text: '', end: byte };
    const bytes = Buffer.alloc(length);
    const read = bytes.subarray(0, readSync(file, bytes, 0, length, byte));
    const whole = read.lastIndexOf(10) + 1 || (read.length === MOST_LOG ? read.length : 0);
    return { text: read.subarray(0, whole).toString('utf8'), end: byte + whole };
  } finally {
    closeSync(file);
  }
}

function orUndefined<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
