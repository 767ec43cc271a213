import { adam, read, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import { pretextBatches } from '@nhat/stages/pretrain';
import { createPretraining } from '@nhat/stages/training/create-network';
import { readSplit } from '@nhat/stages/training/read-split';
import { madeUpDataset } from './made-up-dataset';
import { pretrainConfigOf } from './method-case';
import type { MethodCase } from './method-case';
import type { MethodParts } from './method-parts';

/** One step of pretraining after another. */
export interface MethodStep {
  /** Reads and augments a batch, as the stage does; returns the milliseconds it took. */
  read(): number;
  /** Loss, gradients, update, and reading the loss. */
  train(): Promise<number>;
  dispose(): void;
}

/** Pretraining without probes, checkpoints and progress; the engine must be open. */
export async function methodStep(one: MethodCase, parts: MethodParts): Promise<MethodStep> {
  const config = pretrainConfigOf(one, 1);
  const run = { config, ...madeUpDataset(one.images, one.size) };
  const split = await readSplit(run, 'train', []);
  const network = createPretraining(parts, config, split.images, stream('bench'));
  const { encoder, heads, pretext } = network;
  const { weightDecay, peakRate } = config.schedule;
  const optimiser = adam([...encoder.trainable(), ...heads.trainable()], { weightDecay });
  const batchOf = pretextBatches(run, split, parts);
  let step = 0;
  let batch = batchOf(0);
  return {
    read() {
      const start = performance.now();
      batch = batchOf(step++);
      return performance.now() - start;
    },
    async train() {
      const start = performance.now();
      const loss = optimiser.minimise(() => pretext.loss(batch).loss, peakRate / 10);
      if (pretext.afterStep) tidy(() => pretext.afterStep!({ step, steps: step + 1 }));
      await read([loss]);
      loss.dispose();
      return performance.now() - start;
    },
    dispose() {
      optimiser.dispose();
      network.dispose();
    },
  };
}
