import { adam, crossEntropy, mean, read, tensor1d, tensor4d } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { createWeights, featuresOf, linear } from '@nhat/models';
import type { BackboneModule } from '@nhat/models';
import { backbones } from '@nhat/models/registry';
import { stream } from '@nhat/random';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { defaultsOf } from '../methods/method-case';
import type { BackboneName } from '../methods/method-case';
import type { BenchCase } from './compare';

const [CLASSES, CHANNELS, FEATURES] = [10, 3, 256];

export interface BenchStep {
  /** Forward, loss, backward, Adam, and reading the loss, which is returned. */
  run(): Promise<number>;
  dispose(): void;
}

/** Training steps of a backbone with its default options on images of noise; the engine must be open. */
export function benchStep(
  module: BackboneModule,
  { backbone, width, batch, size }: Omit<BenchCase, 'precision'>,
): BenchStep {
  const { options: schema } = backbones[backbone as BackboneName];
  const options = { ...defaultsOf(schema), width, features: FEATURES };
  const numbers = stream('bench');
  const weights = createWeights(numbers);
  const network = module.create(options as OptionValues<OptionSchema>, {
    weights,
    channels: CHANNELS,
  });
  const head = linear(weights, 'head', network.features, CLASSES);
  const values = Float32Array.from({ length: batch * size * size * CHANNELS }, () =>
    numbers.normal(),
  );
  const x = tensor4d(values, [batch, size, size, CHANNELS]);
  const labels = tensor1d(
    Int32Array.from({ length: batch }, (_, i) => i % CLASSES),
    'int32',
  );
  const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
  return {
    async run() {
      const loss = optimiser.minimise(
        () => mean(crossEntropy(head(featuresOf(network, x, true)), labels)) as Scalar,
        1e-3,
      );
      const [values] = await read([loss]);
      loss.dispose();
      return values![0]!;
    },
    dispose() {
      for (const held of [optimiser, weights, x, labels]) held.dispose();
    },
  };
}
