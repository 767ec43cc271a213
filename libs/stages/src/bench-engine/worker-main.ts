import readline from 'node:readline';
import { adam, crossEntropy, mean, openEngine, tensor1d, tensor4d } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { profileOps } from '@nhat/engine/native/profile-ops';
import { createWeights, linear, resnet50, resnet50Pair, resnet9, resnet9Pair } from '@nhat/models';
import type { Backbone, Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Precision } from '@nhat/spec';

const classes = 10;

type Create = (width: number, weights: Weights) => Backbone;
const [features, channels, dense] = [256, 3, false];
const networks: Record<string, Create> = {
  resnet9: (width, weights) => resnet9.create({ width, features }, { weights, channels }),
  'resnet9-pair': (width, weights) =>
    resnet9Pair.create({ width, features }, { weights, channels }),
  resnet50: (width, weights) => resnet50.create({ width, features, dense }, { weights, channels }),
  'resnet50-pair': (width, weights) =>
    resnet50Pair.create({ width, features, dense }, { weights, channels }),
};

/**
 * Our side of `nx bench engine`: reads numbers of steps, answers each with the milliseconds of every step. A step is
 * forward, loss, backward, Adam, and reading the loss. The line `profile <steps>` is answered with times by operation.
 */
export async function main([precision, width, backbone, batch, size]: string[]): Promise<void> {
  const { rung } = await openEngine({ precision: precision as Precision });
  const step = createStep(networks[backbone!]!, Number(width), Number(batch), Number(size));
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

function createStep(create: Create, width: number, batch: number, size: number): () => void {
  const numbers = stream('bench');
  const weights = createWeights(numbers);
  const network = create(width, weights);
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
