import type { OpTime } from '@nhat/engine';
import type { Precision } from '@nhat/documents';
import { LOADER } from '@nhat/runner/entry';
import { startBench } from '../bench-process';
import { median } from '../median';
import { workerEntry } from '../worker-entry';
import { stepFlop } from './method-case';
import type { MethodCase } from './method-case';
import { methodParts } from './method-parts';
import type { StepTimes } from './step-times';
import type { Answer } from './worker';

/** Most of a step that may pass outside TensorFlow. */
export const TARGET = 0.25;

/** A row of `nx bench engine --methods`. Shares are of a step, and null where operations cannot be timed. */
export interface MethodRow extends Omit<MethodCase, 'precision'> {
  precision: Precision;
  msPerStep: number;
  imagesPerSecond: number;
  gflopPerStep: number;
  gflopPerSecond: number;
  notConvolutions: number | null;
  outsideTensorFlow: number | null;
  /** Part of `outsideTensorFlow`. */
  reading: number;
  /** At most `TARGET` outside TensorFlow. */
  onTarget: boolean | null;
}

export interface MeasuredMethod {
  engine: string;
  row: MethodRow;
  steps: number;
  ops: OpTime[];
}

/** Runs the case in a process of its own on one core: a round that warms up, then `rounds`; medians of their steps. */
export async function measureMethod(
  one: MethodCase,
  { rounds, stepsPerRound, core }: { rounds: number; stepsPerRound: number; core: number },
): Promise<MeasuredMethod> {
  const worker = [LOADER, workerEntry('methods/worker', methodParts(one))];
  const child = await startBench(process.execPath, [...worker, JSON.stringify(one)], core);
  await child.ask('3');
  const steps = rounds * stepsPerRound;
  const answer = await child.ask<Answer>(String(steps));
  child.end();
  const row = rowOf(one, answer);
  return { engine: child.name, steps, ops: answer.ops, row };
}

/** The figures of a case from the times of its steps. */
export function rowOf(one: MethodCase, { precision, steps }: Omit<Answer, 'ops'>): MethodRow {
  const ms = median(steps.map(({ step }) => step));
  const share = (of: (times: StepTimes) => number) =>
    round(median(steps.map((times) => of(times) / times.step)), 3);
  const timed = steps.every(({ tensorflow }) => tensorflow !== null);
  const outside = timed ? share((times) => times.step - times.tensorflow!) : null;
  const flop = stepFlop(one);
  return {
    ...one,
    precision,
    msPerStep: round(ms, 2),
    imagesPerSecond: round((one.batch * 1000) / ms, 0),
    gflopPerStep: round(flop / 1e9, 2),
    gflopPerSecond: round(flop / 1e6 / ms, 1),
    notConvolutions: timed ? share((times) => times.step - times.convolutions!) : null,
    outsideTensorFlow: outside,
    reading: share(({ reading }) => reading),
    onTarget: outside === null ? null : outside <= TARGET,
  };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
