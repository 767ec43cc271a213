import { allAugmentations } from '@nhat/augment/testing/plans';
import { decodeShard } from '@nhat/artifacts';
import type { EvaluationConfig, FrozenConfig, SupervisedConfig } from '@nhat/documents';
import type { FrozenHead } from '@nhat/evaluations/evaluation';
import { freeze } from '@nhat/evaluations/freeze';
import { knnHead } from '@nhat/evaluations/knn-head';
import { linearHead } from '@nhat/evaluations/linear-head';
import { resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import { classification, segmentation } from '@nhat/tasks';
import type { TaskModule } from '@nhat/tasks';
import { labelOrder } from '@nhat/train';
import { frozen } from './frozen';
import { supervised } from './supervised';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { pretrainedNode } from './testing/pretrained-node';
import { smallDataset } from './testing/small-dataset';

const options = { width: 1 / 16, features: 16 };
const blobs = memoryBlobs();
const data = smallDataset(blobs);
const pretrained = () => pretrainedNode(blobs, { options, seed: 11 });
const base: Omit<FrozenConfig, 'evaluation'> = {
  dataset: 'small',
  backbone: { name: 'resnet9', options },
  task: { name: 'classification', options: {} },
  arm: 'rotation',
  n: 30,
  precision: 'float32',
  seed: 5,
};
const linear = { name: 'linear', regularisation: 'cross-validated', positions: 50_000 };
const parts = { task: classification, backbone: resnet9, augmentations: allAugmentations };
const trained = (evaluation: EvaluationConfig): SupervisedConfig => ({
  ...base,
  schedule: {
    ...{ imagesSeen: 160, batch: 16, peakRate: 1e-2, finalRate: 1e-5 },
    ...{ warmup: 0.1, weightDecay: 1e-4 },
  },
  ...{ evaluation, epochMinimum: 100 },
  augment: { jitter: false, grey: false, flip: true, crop: true, cutout: false },
});

describe('networks with random weights', () => {
  it('are evaluated without a pretrained node, and differ from pretrained ones', async () => {
    const stage = frozen({ task: classification, backbone: resnet9, head: linearHead });
    const random = { ...base, evaluation: linear, arm: 'random-weights' };
    const { scores } = await stage(memoryRun(random, { blobs, upstream: [data] }));
    expect(scores).toMatchObject({ arm: 'random-weights', n: 30, fittedOn: 30 });
    const upstream = [data, await pretrained()];
    const other = await stage(memoryRun({ ...base, evaluation: linear }, { blobs, upstream }));
    expect(other.scores['loss']).not.toEqual(scores['loss']);
  });

  it('keep their first stages where these are frozen', async () => {
    const stage = supervised({ ...parts, evaluation: freeze });
    const frozenTo2 = { name: 'finetune', freezeAfter: 2, frozenStatistics: 'fixed' };
    const random = { ...trained(frozenTo2), arm: 'random-weights' };
    const { scores } = await stage(memoryRun(random, { blobs, upstream: [data] }));
    expect(scores).toMatchObject({ arm: 'random-weights', trainAugmented: expect.any(Number) });
  });
});

describe('labels drawn at random', () => {
  const labelsOf = () =>
    ['train-000', 'train-001'].flatMap((name) => [
      ...decodeShard(blobs.read(data.outputs.blobs[name]!)).label!,
    ]);

  it.each<[string, EvaluationConfig, FrozenHead]>([
    ['linear', linear, linearHead],
    ['knn', { name: 'knn' }, knnHead],
  ])(
    'may miss classes: %s is finite and says how many have a label',
    async (_, evaluation, head) => {
      const stage = frozen({ task: classification, backbone: resnet9, head });
      const config = { ...base, evaluation, n: 12, labels: 'random' as const };
      const run = memoryRun(config, { blobs, upstream: [data, await pretrained()] });
      const { scores } = await stage(run);
      const labels = labelsOf();
      const drawn = labelOrder(labels.length, stream(5, 'labels')).subarray(0, 12);
      const labelledClasses = new Set(Array.from(drawn, (at) => labels[at])).size;
      expect(labelledClasses).toBeLessThan(10);
      expect(scores).toMatchObject({ labelledClasses, n: 12, train: expect.any(Number) });
      expect(scores['test']).toBeLessThanOrEqual(labelledClasses / 10);
      const balanced = { ...base, evaluation, n: 12 };
      const usual = await stage(
        memoryRun(balanced, { blobs, upstream: [data, await pretrained()] }),
      );
      expect(usual.scores['labelledClasses']).toBe(10);
    },
  );

  it('train a network, also where maps lack a class', async () => {
    const shapes = smallDataset(blobs, (shard) => ({
      ...shard,
      mask: shard.mask.map((_, at) => 1 + shard.label[Math.floor(at / 256)]!),
    }));
    const stage = supervised({ ...parts, task: segmentation as TaskModule });
    const config = {
      ...trained({ name: 'finetune' }),
      ...{ task: { name: 'segmentation', options: {} }, arm: 'scratch', n: 12 },
      labels: 'random' as const,
    };
    const { scores } = await stage(memoryRun(config, { blobs, upstream: [shapes] }));
    expect(scores['labelledClasses']).toBeLessThan(10);
    const metrics = scores['metrics'] as Record<string, Record<string, number> | null>;
    for (const split of ['test', 'train']) {
      expect(Object.values(metrics[split]!).every(Number.isFinite)).toBe(true);
    }
  });
});
