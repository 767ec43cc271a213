import { spawnSync } from 'node:child_process';
import { chosenEngine } from '@nhat/engine';
import { methods } from '@nhat/pretext/registry';
import { UserError, readFlags, unknownName, userError } from '@nhat/documents';
import type { MethodName } from '../methods/method-case';
import { benchMemoryFlags } from '@nhat/commands/bench-memory-flags';
import { LOADER } from '@nhat/runner/entry';
import { methodParts } from '../methods/method-parts';
import { workerEntry } from '../worker-entry';
import { tinyCase } from './memory-case';
import { ALLOWED, growthOf } from './growth';
import type { Growth } from './growth';
import type { Found } from './worker';

/** Most MiB of a process that pretrains in the mini case. */
const MOST = 2048;
const WARM_UP = 1000;
const EVERY = 500;

interface MemoryRow extends Growth {
  method: MethodName;
  steps: number;
  seconds: number;
  /** Of the mini case. */
  peakMB: number;
  peakOnTarget: boolean;
}

/**
 * `nx bench memory [--steps 10000] [--method vae] [--json]`: whether pretraining by a method gains memory, in a process
 * with a tiny network, and how much a process takes at most with the networks and images of `pipelines/mini`.
 */
export async function main(args: string[]): Promise<number> {
  const values = readFlags('nx bench memory', args, benchMemoryFlags);
  const steps = stepsOf(values.steps ?? '10000');
  const say = (line: string) => values.json || process.stdout.write(`${line}\n`);
  const results: MemoryRow[] = [];
  say(
    `${steps} steps, samples every ${EVERY} from ${WARM_UP} on; flat: the same tensors, < ${ALLOWED} MB more`,
  );
  for (const method of methodsOf(values.method)) {
    const row = measure(method, steps);
    results.push(row);
    say(describe(row));
  }
  const engine = chosenEngine().name;
  const record = { engine, warmUp: WARM_UP, allowedMB: ALLOWED, peakAllowedMB: MOST, results };
  if (values.json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  return results.every(({ flat, peakOnTarget }) => flat && peakOnTarget) ? 0 : 1;
}

function measure(method: MethodName, steps: number): MemoryRow {
  const { samples, seconds } = inProcess(method, ['tiny', method, steps, EVERY]);
  const { peakMB } = inProcess(method, ['mini', method, 20, 10]);
  const growth = growthOf(samples, WARM_UP);
  return { method, steps, seconds, ...growth, peakMB, peakOnTarget: peakMB <= MOST };
}

function inProcess(method: MethodName, args: (string | number)[]): Found {
  const worker = [LOADER, workerEntry('memory/worker', methodParts(tinyCase(method)))];
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const { status, stdout } = spawnSync(process.execPath, [...worker, ...args.map(String)], {
    stdio,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bench memory: the process of ${args[1]} failed`);
  return JSON.parse(stdout) as Found;
}

function describe({ method, tensors, residentMB, slope, flat, ...row }: MemoryRow): string {
  return [
    `${method}: tensors ${tensors.join(' → ')}`,
    `resident ${residentMB.join(' → ')} MB, ${slope} MB per 1,000 steps`,
    flat ? 'flat' : 'NOT FLAT',
    `${row.seconds} s; mini case: at most ${row.peakMB} MB${row.peakOnTarget ? '' : `, more than ${MOST}`}`,
  ].join(', ');
}

function stepsOf(text: string): number {
  const steps = Number(text);
  if (Number.isInteger(steps) && steps >= WARM_UP + EVERY) return steps;
  const expected = `a whole number from ${WARM_UP + EVERY}`;
  throw userError('--steps', 'not a number for it', { got: text, expected });
}

function methodsOf(name: string | undefined): MethodName[] {
  const known = Object.keys(methods) as MethodName[];
  if (name === undefined) return known;
  const found = known.find((one) => one === name);
  if (!found) throw new UserError(unknownName('--method', name, known));
  return [found];
}
