import readline from 'node:readline';
import { openEngine } from '@nhat/engine';
import type { OpTime } from '@nhat/engine';
import type { Precision } from '@nhat/documents';
import type { MethodCase } from './method-case';
import type { MethodParts } from './method-parts';
import { methodStep } from './method-step';
import { timeStep } from './step-times';
import type { StepTimes } from './step-times';

/** What a line is answered with. */
export interface Answer {
  precision: Precision;
  steps: StepTimes[];
  /** Of all steps together. */
  ops: OpTime[];
}

/** The worker of `nx bench engine --methods`: its argument is a case; reads numbers of steps, answers each. */
export async function work(parts: MethodParts, [text]: string[]): Promise<void> {
  const one = JSON.parse(text!) as MethodCase;
  const { name, precision } = await openEngine({ precision: one.precision });
  const method = await methodStep(one, parts);
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer({ name });
  try {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const found: Awaited<ReturnType<typeof timeStep>>[] = [];
      while (found.length < Number(line)) found.push(await timeStep(method));
      const steps = found.map(({ times }) => times);
      answer({ precision, steps, ops: together(found.map(({ ops }) => ops)) } satisfies Answer);
    }
  } finally {
    process.stdin.destroy(); // else an error would leave the process waiting
  }
}

function together(runs: OpTime[][]): OpTime[] {
  const sums = new Map<string, OpTime>();
  for (const { operation, calls, milliseconds } of runs.flat()) {
    const sum = sums.get(operation) ?? { operation, calls: 0, milliseconds: 0 };
    sum.calls += calls;
    sum.milliseconds += milliseconds;
    sums.set(operation, sum);
  }
  return [...sums.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
