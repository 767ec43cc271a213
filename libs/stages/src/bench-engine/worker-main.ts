import readline from 'node:readline';
import { adam, crossEntropy, mean, openEngine, tensor1d, tensor4d } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { profileOps } from '@nhat/engine/native/profile-ops';
import { createWeights, linear, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Precision } from '@nhat/spec';

const [batch, size, classes] = [64, 32, 10];

/**
 * Our side of `nx bench engine`: reads numbers of steps, answers each with the milliseconds of every step. A step is
 * forward, loss, backward, Adam, and reading the loss. The line `profile <steps>` is answered with times by operation.
 */
export async function main([precision, width]: string[]): Promise<void> {
  const { rung } = await openEngine({ precision: precision as Precision });
  const step = createStep(Number(width));
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer({ name: rung });
  try {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const [command, count] = line.split(' ');
      if (command === 'profile') answer(profileOps(() => repeat(Number(count), step)));
      else answer(repeat(Number(command), step));
    }
  } finally {
    process.stdin.destroy(); // else an error would leave the process waiting
  }
}

function createStep(width: number): () => void {
  const numbers = stream('bench');
  const weights = createWeights(numbers);
  const network = resnet9.create({ width, features: 256 }, { weights, channels: 3 });
  const head = linear(weights, 'head', network.features, classes);
  const values = Float32Array.from({ length: batch * size * size * 3 }, () => numbers.normal());
  const x = tensor4d(values, [batch, size, size, 3]);
  const labels = tensor1d(
    Int32Array.from({ length: batch }, (_, i) => i % classes),
    'int32',
  );
  const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
  return () => {
    const loss = optimiser.minimise(
      () => mean(crossEntropy(head(network.forward(x, true)), labels)) as Scalar,
      1e-3,
    );
    loss.dataSync();
    loss.dispose();
  };
}

/** Milliseconds of each run. */
function repeat(count: number, step: () => void): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    step();
    return performance.now() - start;
  });
}
