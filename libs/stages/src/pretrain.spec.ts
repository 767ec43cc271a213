import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSeries, decodeWeights } from '@nhat/artifacts';
import { memory, openEngine } from '@nhat/engine';
import { resnet9 } from '@nhat/models';
import { rotation } from '@nhat/pretext';
import type { PretrainConfig } from '@nhat/spec';
import { pretrain } from './pretrain';
import type { StageOutputs } from './stage';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { smallDataset } from './testing/small-dataset';

const config: PretrainConfig = {
  dataset: 'small',
  backbone: { name: 'resnet9', options: { width: 1 / 16, features: 16 } },
  method: { name: 'rotation', options: {} },
  schedule: {
    imageSteps: 16 * 25 + 7,
    batch: 16,
    peakRate: 3e-3,
    finalRate: 1e-5,
    warmup: 0.1,
    weightDecay: 1e-4,
  },
  augment: { jitter: true, grey: true, flip: true, crop: true, cutout: true },
  precision: 'float32',
  seed: 3,
};
const parts = { method: rotation, backbone: resnet9 };

describe('pretrain', () => {
  const blobs = memoryBlobs();
  const upstream = [smallDataset(blobs)];
  const stage = pretrain(parts, { checkpointSeconds: 0 });

  const straightRun = memoryRun(config, { blobs, upstream });
  let held: Promise<StageOutputs> | undefined;
  const straight = () => (held ??= stage(straightRun));

  it('leaves weights of the backbone without heads, a curve, scores and facts', async () => {
    const outputs = await straight();
    const weights = decodeWeights(blobs.read(outputs.blobs['weights']!));
    expect(weights.some(({ name }) => name === 'fc.weight')).toBe(true);
    expect(weights.some(({ name }) => name.startsWith('rotation'))).toBe(false);
    const losses = decodeSeries(blobs.read(outputs.blobs['losses']!));
    expect(Object.keys(losses)).toEqual(['step', 'loss', 'accuracy']);
    expect(losses['step']!.at(-1)).toBe(25);
    expect(outputs.scores).toEqual({
      method: 'rotation',
      loss: expect.any(Number),
      accuracy: expect.any(Number),
      imageSteps: 407,
    });
    expect(straightRun.facts).toMatchObject({
      engine: { threads: 1, precision: 'float32' },
      seconds: { train: expect.any(Number), data: expect.any(Number) },
      imagesPerSecond: expect.any(Number),
    });
  });

  it('goes on after a kill with the same result, and does the same from the same seed', async () => {
    const killed = memoryRun(config, { blobs, upstream, cutAt: 20 });
    await expect(stage(killed)).rejects.toThrow('killed at step 20');
    expect(existsSync(join(killed.work, 'checkpoint'))).toBe(true);
    const again = memoryRun(config, { blobs, upstream, work: killed.work });
    expect(await stage(again)).toEqual(await straight());
    expect(again.notes).toEqual(['resumed after step 10 of 25']);
    const other = await stage(memoryRun({ ...config, seed: 4 }, { blobs, upstream }));
    expect(other.blobs['weights']).not.toBe((await straight()).blobs['weights']);
  });

  it('does not look at labels', async () => {
    const relabelled = smallDataset(blobs, (shard) => ({
      ...shard,
      label: shard.label.map((label) => 9 - label),
    }));
    const blind = await stage(memoryRun(config, { blobs, upstream: [relabelled] }));
    expect(blind).toEqual(await straight());
  });

  it('leaves no tensors behind', async () => {
    await openEngine();
    const before = memory().numTensors;
    await stage(memoryRun(config, { blobs, upstream }));
    expect(memory().numTensors).toBe(before);
  });
});
