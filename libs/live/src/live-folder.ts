import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { born, isRunning, writeAtomic } from '@nhat/artifacts';

/**
 * What runs now, below the root of the workspace: `node-<name>.json` for each node that computes or failed, `run-<id>.json` for each
 * run of Nx, `answer-<id>-<number>.json` for what its pipelines answer, `silence-<id>.json` while it waits for a silent cluster. All files are whole at any time and survive a kill.
 */
const FOLDER = join('.nhat', 'live');

/** A process, told apart from a later one with the same number. */
export interface Owner {
  pid: number;
  /** Start in ticks since boot; empty where that is unknown. */
  born: string;
  /** Label of the machine. */
  host: string;
}

/** A node while its stage runs, and after it failed. */
export interface NodeState extends Owner {
  node: string;
  stage: string;
  /** ISO times: when it began, and when this was written. */
  since: string;
  updated: string;
  /** Steps, and images a second, of a stage that reports them. */
  done?: number;
  total?: number;
  imagesPerSecond?: number;
  secondsLeft?: number;
  /** Current values, e.g. the loss. */
  values?: Record<string, number>;
  /** The process that computes the same, for which this one waits. */
  waitsFor?: string;
  /** The message of the failure, for users. */
  failure?: string;
}

/** A run of Nx, while it runs and after it. */
export interface RunState extends Owner {
  id: string;
  /** As it was typed, e.g. `nx utility smoke`. */
  command: string;
  pipelines: string[];
  /** ISO times: when it began, and when this was written. */
  since: string;
  updated: string;
  /** Numbers of nodes; `done` includes the restored ones. */
  total: number;
  done: number;
  restored: number;
  failed: number;
  /** Absent while it is not known. */
  secondsLeft?: number;
  /** Absent while it runs, and when it was killed. */
  ended?: 'finished' | 'failed' | 'stopped';
}

/** That a cluster gave no answer to a process of a run, which waits for it. */
export interface Silence extends Owner {
  /** The run, as in `RunState`. */
  run: string;
  /** ISO times: when this was written first, and last. */
  since: string;
  updated: string;
  /** Who was asked and what came in the place of an answer, for users. */
  reason: string;
  /** Whether it has answered since. */
  isOver: boolean;
}

/** What one command of a run prints. */
export interface Answer {
  pipeline: string;
  /** For standard output. */
  text: string;
  /** For standard error. */
  warnings: string[];
}

/** Seconds after which a process of another machine that writes nothing counts as dead. */
const SILENCE = 60;
/** Seconds after which a cluster that was asked in vain is not asked any more: a question may take one minute. */
const ASKED = 120;

export const thisProcess = (host: string): Owner => ({
  pid: process.pid,
  born: born(process.pid),
  host,
});

/** Whether a process still runs. One of another machine is judged by the time of its last report; `now` in ms since 1970. */
export function isAlive(
  { pid, born: since, host, updated }: Owner & { updated: string },
  here: { host: string; now: number },
): boolean {
  if (host !== here.host) return here.now - Date.parse(updated) < SILENCE * 1000;
  return isRunning(pid) && (since === '' || since === born(pid));
}

const nodeFile = (node: string): string => `node-${node}.json`;
const runFile = (id: string): string => `run-${id.replace(/[^\w-]/g, '')}.json`;
const silenceFile = (run: string): string => `silence-${run.replace(/[^\w-]/g, '')}.json`;

export const writeNodeState = (root: string, state: NodeState): void =>
  void write(root, nodeFile(state.node), state);

export const removeNodeState = (root: string, node: string): void => remove(root, nodeFile(node));

export const readNodeStates = (root: string): NodeState[] =>
  readAll<NodeState>(root, 'node-').filter(({ node }) => typeof node === 'string');

export const writeRunState = (root: string, state: RunState): void =>
  void write(root, runFile(state.id), state);

/** The latest first. */
export const readRunStates = (root: string): RunState[] =>
  readAll<RunState>(root, 'run-')
    .filter(({ pipelines, since }) => Array.isArray(pipelines) && typeof since === 'string')
    .sort((a, b) => (a.since < b.since ? 1 : -1));

export const writeSilence = (root: string, silence: Silence): void =>
  void write(root, silenceFile(silence.run), silence);

/** Of processes that are alive and ask the cluster again and again. */
export const readSilences = (root: string, here: { host: string; now: number }): Silence[] =>
  readAll<Silence>(root, 'silence-').filter(
    (one) => here.now - Date.parse(one.updated) < ASKED * 1000 && isAlive(one, here),
  );

/**
 * Removes what is of no use once a run of these pipelines begins: states of nodes whose process is gone and what such processes said of a
 * cluster, the states of earlier runs of the same pipelines, and answers that nobody took.
 */
export function clearEnded(
  root: string,
  pipelines: readonly string[],
  here: { host: string; now: number },
): void {
  for (const state of readNodeStates(root)) {
    if (state.failure === undefined && !isAlive(state, here)) removeNodeState(root, state.node);
  }
  for (const silence of readAll<Silence>(root, 'silence-')) {
    if (!isAlive(silence, here)) remove(root, silenceFile(String(silence.run)));
  }
  const runs = readRunStates(root);
  const isOver = (run: RunState) => run.ended !== undefined || !isAlive(run, here);
  const over = runs.filter(isOver);
  for (const { id, pipelines: others } of over) {
    if (others.join() === pipelines.join()) remove(root, runFile(id));
  }
  const open = new Set(runs.filter((run) => !isOver(run)).map(({ id }) => id));
  names(root, 'answer-')
    .filter((name) => !open.has(/^answer-(.*)-\d+-\d+\.json$/.exec(name)?.[1] ?? ''))
    .forEach((name) => remove(root, name));
}

/** Leaves an answer to the view of a run. False where it cannot be written. */
export function writeAnswer(root: string, run: string, answer: Answer): boolean {
  const prefix = `answer-${run.replace(/[^\w-]/g, '')}-`;
  // Behind the last one, because the view takes the first ones meanwhile.
  const last = names(root, prefix).at(-1)?.slice(prefix.length) ?? '-1';
  const number = String(parseInt(last) + 1).padStart(4, '0');
  return write(root, `${prefix}${number}-${process.pid}.json`, answer);
}

/** The answers of a run that were not taken yet, in the order in which they were written; each is removed. */
export function takeAnswers(root: string, run: string): Answer[] {
  const prefix = `answer-${run.replace(/[^\w-]/g, '')}-`;
  const there = names(root, prefix); // One that is written from now on stays for the next look.
  const answers = there.flatMap((name) => readState<Answer>(root, name) ?? []);
  there.forEach((name) => remove(root, name));
  return answers;
}

/** Where nothing can be written, the work goes on: whatever needs the disk says what is wrong with it. */
function write(root: string, name: string, value: object): boolean {
  try {
    writeAtomic(join(root, FOLDER, name), `${JSON.stringify(value)}\n`, { durable: false });
    return true;
  } catch {
    return false;
  }
}

function remove(root: string, name: string): void {
  try {
    rmSync(join(root, FOLDER, name), { force: true });
  } catch {
    // A folder that may not be written.
  }
}

function names(root: string, prefix: string): string[] {
  try {
    return readdirSync(join(root, FOLDER))
      .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

const readAll = <Value>(root: string, prefix: string): Value[] =>
  names(root, prefix).flatMap((name) => readState<Value>(root, name) ?? []);

/** Undefined for a file that was removed meanwhile, or is damaged. */
function readState<Value>(root: string, name: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(join(root, FOLDER, name), 'utf8')) as Value;
  } catch {
    return undefined;
  }
}
