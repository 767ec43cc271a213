import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@nhat/engine';
import { classification } from '@nhat/tasks';
import { madeUpDataset } from '../methods/made-up-dataset';
import { pretrainConfigOf } from '../methods/method-case';
import type { MethodCase } from '../methods/method-case';
import type { MethodParts } from '../methods/method-parts';
import { pretrain } from '@nhat/stages/pretrain';
import type { MemorySample } from './growth';

export interface Sampling {
  steps: number;
  /** Steps between two samples; a multiple of 10, for progress is told so often. */
  every: number;
  parts: MethodParts;
}

/**
 * The stage that pretrains, with probes and checkpoints, on images that are noise: tensors and resident memory of this
 * process after every `every` steps.
 */
export async function sampledPretraining(
  one: MethodCase,
  { steps, every, parts }: Sampling,
): Promise<MemorySample[]> {
  const probes = [{ name: 'classification', options: {} }];
  const config = { ...pretrainConfigOf(one, steps), probes };
  const work = mkdtempSync(join(tmpdir(), 'nhat-memory-'));
  const samples: MemorySample[] = [];
  try {
    await pretrain({ ...parts, probes: [classification] })({
      config,
      ...madeUpDataset(one.images, one.size),
      work,
      writeBlob: () => Promise.resolve(''),
      record: () => undefined,
      progress: {
        note: () => undefined,
        step(done) {
          if (done % every === 0) samples.push(sample(done));
        },
      },
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return samples;
}

const sample = (step: number): MemorySample => ({
  step,
  tensors: memory().numTensors,
  residentMB: process.memoryUsage.rss() / 2 ** 20,
});
