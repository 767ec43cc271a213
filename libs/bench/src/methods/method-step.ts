import { adam, read } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import { stream } from '@nhat/random';
import { completeOptions } from '@nhat/documents';
import { pretextBatches } from '@nhat/stages/pretrain';
import { readSplit } from '@nhat/stages/training/read-split';
import { madeUpDataset } from './made-up-dataset';
import { pretrainConfigOf } from './method-case';
import type { MethodCase } from './method-case';
import { methodParts } from './method-parts';

/** One step of pretraining after another. */
export interface MethodStep {
  /** Reads and augments a batch, as the stage does; returns the milliseconds it took. */
  read(): number;
  /** Loss, gradients, update, and reading the loss. */
  train(): Promise<number>;
  dispose(): void;
}

/** Pretraining without probes, checkpoints and progress; the engine must be open. */
export async function methodStep(one: MethodCase): Promise<MethodStep> {
  const config = pretrainConfigOf(one, 1);
  const run = { config, ...madeUpDataset(one.images, one.size) };
  const split = await readSplit(run, 'train', []);
  const parts = methodParts(one);
  const numbers = stream('bench');
  const [encoder, heads] = [createWeights(numbers), createWeights(numbers.fork('heads'))];
  const backbone = parts.backbone.create(
    completeOptions(parts.backbone.options, config.backbone.options),
    {
      weights: encoder,
      channels: 3,
    },
  );
  const pretext = parts.method.create(
    completeOptions(parts.method.options, config.method.options),
    {
      ...{ backbone, heads, size: one.size, channels: 3, images: one.images },
    },
  );
  const { weightDecay, peakRate } = config.schedule;
  const optimiser = adam([...encoder.trainable(), ...heads.trainable()], { weightDecay });
  const batchOf = pretextBatches(run, split, parts);
  let step = 0;
  let batch = batchOf(0).pretext;
  return {
    read() {
      const start = performance.now();
      batch = batchOf(step++).pretext;
      return performance.now() - start;
    },
    async train() {
      const start = performance.now();
      const loss = optimiser.minimise(() => pretext.loss(batch).loss, peakRate / 10);
      await read([loss]);
      loss.dispose();
      return performance.now() - start;
    },
    dispose() {
      for (const owner of [optimiser, encoder, heads]) owner.dispose();
    },
  };
}
