import { adam, crossEntropy, mean, openEngine, tensor1d, tensor4d } from '@nhat/engine';
import type { EngineOptions, Scalar } from '@nhat/engine';
import { stream } from '@nhat/random';
import { linear } from '../layers';
import { createWeights } from '../weights';
import { smallBackbones } from './small-backbones';
import type { SmallBackbone } from './small-backbones';
import { featuresOf } from '../one-output';

/** Trains small networks for a few steps and prints, a line each, a digest of every weight and running statistic. */
export async function main([engine, precision]: string[]): Promise<void> {
  await openEngine({ engine, precision } as EngineOptions);
  for (const { label, create } of smallBackbones) {
    process.stdout.write(`${label}: ${(await digestAfterTraining(create)).join(' ')}\n`);
  }
}

async function digestAfterTraining(create: SmallBackbone['create']): Promise<string[]> {
  const numbers = stream('digest');
  const weights = createWeights(numbers);
  const network = create(16, weights);
  const head = linear(weights, 'head', 16, 10);
  const values = Float32Array.from({ length: 16 * 32 * 32 * 3 }, () => numbers.normal());
  const x = tensor4d(values, [16, 32, 32, 3]);
  const labels = tensor1d(
    Int32Array.from({ length: 16 }, (_, i) => i % 10),
    'int32',
  );
  const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
  for (let step = 0; step < 4; step++) {
    const loss = () => mean(crossEntropy(head(featuresOf(network, x, true)), labels)) as Scalar;
    optimiser.minimise(loss, 3e-3).dispose();
  }
  return (await weights.records()).map((record) => fingerprint(record.values));
}

/** FNV-1a of the bits. */
function fingerprint(values: Float32Array): string {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  return hash.toString(16);
}
