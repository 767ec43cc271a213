import readline from 'node:readline';
import { openEngine } from '@nhat/engine';
import { profileOps } from '@nhat/engine/native/profile-ops';
import type { Precision } from '@nhat/documents';
import { benchStep } from './bench-step';

/**
 * Our side of `nx bench engine`: reads numbers of steps, answers each with the milliseconds of every step. A step is
 * forward, loss, backward, Adam, and reading the loss. The line `profile <steps>` is answered with times by operation.
 */
export async function main([precision, width, backbone, batch, size]: string[]): Promise<void> {
  const { rung } = await openEngine({ precision: precision as Precision });
  const [wide, images, side] = [width, batch, size].map(Number) as [number, number, number];
  const { run } = benchStep({ backbone: backbone!, width: wide, batch: images, size: side });
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer({ name: rung });
  try {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const [command, count] = line.split(' ');
      if (command === 'profile') answer(profileOps(() => repeat(Number(count), run)));
      else answer(repeat(Number(command), run));
    }
  } finally {
    process.stdin.destroy(); // else an error would leave the process waiting
  }
}

/** Milliseconds of each run. */
function repeat(count: number, step: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    step();
    return performance.now() - start;
  });
}
