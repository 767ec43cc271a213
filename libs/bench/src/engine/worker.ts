import readline from 'node:readline';
import { openEngine, timeOps } from '@nhat/engine';
import type { BackboneModule } from '@nhat/models';
import type { Precision } from '@nhat/documents';
import { benchStep } from './bench-step';

/**
 * Our side of `nx bench engine`: reads numbers of steps, answers each with the milliseconds of every step. A step is
 * forward, loss, backward, Adam, and reading the loss. The line `profile <steps>` is answered with times by operation.
 */
export async function work(
  { backbone: module }: { backbone: BackboneModule },
  [precision, width, backbone, batch, size]: string[],
): Promise<void> {
  const { name } = await openEngine({ precision: precision as Precision });
  const [wide, images, side] = [width, batch, size].map(Number) as [number, number, number];
  const { run } = benchStep(module, {
    backbone: backbone!,
    width: wide,
    batch: images,
    size: side,
  });
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer({ name });
  try {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const [command, count] = line.split(' ');
      if (command === 'profile') {
        answer(await timeOps(async () => void (await repeat(Number(count), run))));
      } else {
        answer(await repeat(Number(command), run));
      }
    }
  } finally {
    process.stdin.destroy(); // else an error would leave the process waiting
  }
}

/** Milliseconds of each run. */
async function repeat(count: number, step: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < count; done++) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  return times;
}
