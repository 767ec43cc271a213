import { allAugmentations } from '@nhat/augment/testing/plans';
import { decodeShard, decodeWeights } from '@nhat/artifacts';
import { adam, memory, openEngine, tensor4d, tidy } from '@nhat/engine';
import type { Scalar, Tensor4D } from '@nhat/engine';
import { createWeights, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import type { EvaluationConfig, FrozenConfig, SupervisedConfig } from '@nhat/documents';
import { classification, depth, pose, segmentation } from '@nhat/tasks';
import type { TaskModule } from '@nhat/tasks';
import { GRID } from '@nhat/evaluations/solvers/cross-validate';
import { softmaxRegression } from '@nhat/evaluations/solvers/softmax-regression';
import { standardise, unstandardised } from '@nhat/evaluations/solvers/standardise';
import { labelOrder } from '@nhat/train';
import { labReader, readBatch } from '@nhat/augment';
import type { Normalisation } from '@nhat/augment';
import { freeze } from '@nhat/evaluations/freeze';
import { frozen } from './frozen';
import type { FrozenHead } from '@nhat/evaluations/evaluation';
import { knnHead, nearest, usualNeighbours, winner } from '@nhat/evaluations/knn-head';
import { linearHead } from '@nhat/evaluations/linear-head';
import { mlpHead } from '@nhat/evaluations/mlp-head';
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
const schedule = {
  imagesSeen: 160,
  batch: 16,
  peakRate: 1e-2,
  finalRate: 1e-5,
  warmup: 0.1,
  weightDecay: 1e-4,
};
const parts = { task: classification, backbone: resnet9, augmentations: allAugmentations };
const augment = { jitter: false, grey: false, flip: true, crop: true, cutout: false };
const trained = (evaluation: EvaluationConfig): SupervisedConfig => ({
  ...base,
  ...{ evaluation, schedule, augment, epochMinimum: 100 },
});

/** Features of images of a shard as the pretrained network gives them, computed here. */
async function featuresOf(shard: string, indices: number[]) {
  const node = await pretrained();
  const weights = createWeights(stream('any'));
  const network = resnet9.create(options, { weights, channels: 3 });
  weights.load(decodeWeights(blobs.read(node.outputs.blobs['weights']!)));
  const { pixels, label, count, resolution } = decodeShard(blobs.read(data.outputs.blobs[shard]!));
  const read = labReader(data.outputs.scores['lab'] as unknown as Normalisation);
  const { values } = readBatch(
    { count, size: resolution, pixels },
    Uint32Array.from(indices),
    read,
  );
  const x = tensor4d(values, [indices.length, resolution, resolution, 3]);
  const features = tidy(() =>
    network.forward(x, { training: false, want: ['features'] }).features.dataSync(),
  ) as Float32Array;
  x.dispose();
  weights.dispose();
  return { features, labels: indices.map((index) => label![index]!) };
}

/** The first 30 images of the label order of seed 5, all in the first shard or the second, as positions of both. */
function labelledIndices(): number[] {
  const labels = ['train-000', 'train-001'].flatMap((name) => [
    ...decodeShard(blobs.read(data.outputs.blobs[name]!)).label!,
  ]);
  return [...labelOrder(labels, stream(5, 'labels')).subarray(0, 30)];
}

async function labelledFeatures() {
  const order = labelledIndices();
  const [first, second] = [
    await featuresOf(
      'train-000',
      Array.from({ length: 50 }, (_, i) => i),
    ),
    await featuresOf(
      'train-001',
      Array.from({ length: 10 }, (_, i) => i),
    ),
  ];
  const row = (i: number) =>
    i < 50
      ? first.features.subarray(i * 16, i * 16 + 16)
      : second.features.subarray((i - 50) * 16, (i - 49) * 16);
  return {
    features: Float32Array.from(order.flatMap((i) => [...row(i)])),
    labels: order.map((i) => (i < 50 ? first.labels[i]! : second.labels[i - 50]!)),
  };
}

describe('a pretrained network whose features are not finite', () => {
  it.each<[string, EvaluationConfig, FrozenHead]>([
    ['linear', { name: 'linear', regularisation: 'paper', positions: 50_000 }, linearHead],
    ['knn', { name: 'knn', neighbours: 5 }, knnHead],
  ])('ends the evaluation %s', async (_, evaluation, head) => {
    const stage = frozen({ task: classification, backbone: resnet9, head });
    for (const spoil of [NaN, 3e38]) {
      const spoilt = await pretrainedNode(blobs, { options, seed: 11, spoil });
      const run = memoryRun({ ...base, evaluation }, { blobs, upstream: [data, spoilt] });
      await expect(stage(run)).rejects.toThrow(/features of the pretrained.*peakRate/);
    }
  });
});

const testImages = Array.from({ length: 40 }, (_, i) => i);

describe('linear', () => {
  const evaluation = { name: 'linear', regularisation: 'cross-validated', positions: 50_000 };
  const stage = frozen({ task: classification, backbone: resnet9, head: linearHead });
  const run = async (chosen: EvaluationConfig = evaluation) =>
    stage(
      memoryRun({ ...base, evaluation: chosen }, { blobs, upstream: [data, await pretrained()] }),
    );
  const paper = { ...evaluation, regularisation: 'paper' };

  it.each<[string, EvaluationConfig]>([
    ['standardised features, with the C of cross-validation', evaluation],
    ['standardised features, with the C that it names', { ...evaluation, inversePenalty: 30 }],
    ['features as they are, with the C = 1 of the paper', paper],
  ])('is logistic regression on %s', async (_, choice) => {
    const { scores, blobs: left } = await run(choice);
    const lesson = await labelledFeatures();
    const rows = { count: 30, features: 16, values: lesson.features };
    const { inversePenalty } = scores['chosen'] as { inversePenalty: number };
    const fit = { classes: 10, inversePenalty };
    const standard = standardise(rows);
    const solution =
      choice === paper
        ? softmaxRegression(rows, lesson.labels, fit)
        : unstandardised(softmaxRegression(standard.rows, lesson.labels, fit), standard);
    expect(choice === evaluation ? GRID : [1, 30]).toContain(inversePenalty);
    expect(scores['crossValidation']).toMatchObject({ folds: choice === evaluation ? 5 : 0 });
    const { features, labels } = await featuresOf('test-000', testImages);
    const right = testImages.filter((i) => {
      const logits = Array.from({ length: 10 }, (_, c) =>
        Array.from({ length: 16 }, (_, k) => k).reduce(
          (sum, k) => sum + features[i * 16 + k]! * solution.weights[k * 10 + c]!,
          solution.bias[c]!,
        ),
      );
      return logits.indexOf(Math.max(...logits)) === labels[i];
    });
    expect(left).toEqual({});
    expect(scores).toMatchObject({
      ...{ arm: 'rotation', n: 30, seed: 5, validation: null, trainAugmented: null },
      ...{ converged: true, fitted: null, fittedOn: 30, classes: 10, images: 40 },
      test: right.length / 40,
      loss: expect.closeTo(solution.loss, 5),
    });
    expect(right.length).toBeGreaterThan(8);
  });

  it('gives the same again, and leaves no tensors', async () => {
    const first = await run();
    const before = memory().numTensors;
    expect(await run()).toEqual(first);
    const raw = await run(paper);
    expect(raw.scores['loss']).not.toEqual(first.scores['loss']);
    expect(memory().numTensors).toBe(before);
  });

  it.each<[string, number, number, TaskModule]>([
    ['segmentation', 50_000, 30 * 4, segmentation as TaskModule],
    ['segmentation', 50, 50, segmentation as TaskModule],
    ['depth', 50, 50, depth as TaskModule],
    ['pose', 50, 30, pose as TaskModule],
  ])('fits %s at up to %s positions: %s', async (name, positions, fittedOn, task) => {
    const config = {
      ...base,
      task: { name, options: name === 'depth' ? { loss: 'l1' } : { relabelFlips: true } },
      evaluation: { ...evaluation, positions },
    };
    const shapes = smallDataset(blobs, (shard) => ({
      ...shard,
      mask: shard.mask.map((_, at) => 1 + shard.label[Math.floor(at / 256)]!),
      depth: shard.depth.map((_, at) => 100 + 10 * shard.label[Math.floor(at / 256)]!),
    }));
    const { scores } = await frozen({ task, backbone: resnet9, head: linearHead })(
      memoryRun(config, { blobs, upstream: [shapes, await pretrained()] }),
    );
    expect(scores).toMatchObject({ fittedOn, converged: true, crossValidation: { folds: 5 } });
    expect(scores['train']).toBeGreaterThan(0.3);
    expect(scores['test']).toBeLessThanOrEqual(1);
  });
});

describe('knn', () => {
  const evaluation = { name: 'knn' as const, neighbours: 5 };
  const stage = frozen({ task: classification, backbone: resnet9, head: knnHead });

  it('predicts the most frequent class of the nearest labelled images', async () => {
    const run = memoryRun({ ...base, evaluation }, { blobs, upstream: [data, await pretrained()] });
    await openEngine();
    const before = memory().numTensors;
    const { scores } = await stage(run);
    expect(memory().numTensors).toBe(before);
    const bank = await labelledFeatures();
    const { features, labels } = await featuresOf('test-000', testImages);
    const row = (values: Float32Array, i: number) => [...values.subarray(i * 16, i * 16 + 16)];
    const cosine = (a: number[], b: number[]) => {
      const dot = (p: number[], q: number[]) => p.reduce((sum, value, k) => sum + value * q[k]!, 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const right = testImages.filter((i) => {
      const near = bank.labels
        .map((label, j) => ({ label, near: cosine(row(features, i), row(bank.features, j)) }))
        .sort((a, b) => b.near - a.near)
        .slice(0, 5);
      const sums = new Map<number, number>();
      near.forEach(({ label, near: c }) => sums.set(label, (sums.get(label) ?? 0) + 1 + c * 1e-3));
      return [...sums].sort((a, b) => b[1] - a[1])[0]![0] === labels[i];
    });
    expect(scores).toMatchObject({
      ...{ test: right.length / 40, loss: null, fitted: null },
      chosen: { neighbours: 5 },
    });
    expect(right.length).toBeGreaterThan(8);
  });

  it('has no more neighbours than labelled images', async () => {
    const few = { ...base, n: 3, evaluation: { ...evaluation, neighbours: 20 } };
    const { scores } = await stage(memoryRun(few, { blobs, upstream: [data, await pretrained()] }));
    expect(scores['chosen']).toEqual({ neighbours: 3 });
  });

  it.each([
    [3, 1],
    [30, 3],
    [60, 6],
  ])(
    'of %s images of ten classes has %s neighbours, as many as a class has images',
    async (n, neighbours) => {
      const usual = { ...base, n, evaluation: { name: 'knn' } };
      const { scores } = await stage(
        memoryRun(usual, { blobs, upstream: [data, await pretrained()] }),
      );
      expect(scores['chosen']).toEqual({ neighbours });
    },
  );

  it('has at most 20 neighbours unless it asks for more', () => {
    expect([10, 199, 200, 5000].map((n) => usualNeighbours(n, 10))).toEqual([1, 19, 20, 20]);
  });

  it('finds the largest values in order, the first of equals', () => {
    const values = Float32Array.of(1, 5, 3, 5, 4, 0);
    expect(nearest(values, 3)).toEqual([1, 3, 4]);
    expect(nearest(values, 6)).toEqual([1, 3, 4, 2, 0, 5]);
  });

  it('lets the nearer class win between equals', () => {
    const values = Float32Array.of(0.9, 0.8, 0.7, 0.75);
    expect(winner([0, 1, 3, 2], values, Uint8Array.of(7, 4, 7, 4))).toBe(7);
    expect(winner([0, 1, 3], values, Uint8Array.of(7, 4, 7, 4))).toBe(4);
  });
});

describe('mlp', () => {
  it('trains a head and nothing else', async () => {
    await openEngine();
    const upstream = [data, await pretrained()];
    const stage = supervised({ ...parts, evaluation: mlpHead });
    const before = memory().numTensors;
    const { scores, blobs: left } = await stage(
      memoryRun(trained({ name: 'mlp' }), { blobs, upstream }),
    );
    expect(memory().numTensors).toBe(before);
    expect(Object.keys(left)).toEqual(['losses']);
    expect(scores).toMatchObject({ arm: 'rotation', n: 30, trainAugmented: expect.any(Number) });
    const weights = createWeights(stream('any'));
    const attached = mlpHead.wrapBackbone(
      resnet9.create(options, { weights, channels: 3 }),
      weights,
      {
        name: 'mlp',
      },
    );
    expect(weights.trainable()).toEqual([]);
    expect(attached.features).toBe(16);
    weights.dispose();
  });
});

describe('freeze', () => {
  const images = () => {
    const s = stream('images');
    const values = Float32Array.from({ length: 8 * 16 * 16 * 3 }, () => s.normal());
    return tensor4d(values, [8, 16, 16, 3]);
  };

  /** Names of what three steps changed, by kind, of a network frozen after stage 1. */
  async function changed(frozenStatistics: 'fixed' | 'moving') {
    await openEngine();
    const weights = createWeights(stream(1, 'net'));
    const network = resnet9.create(options, { weights, channels: 3 });
    freeze.wrapBackbone(network, weights, { name: 'finetune', freezeAfter: 1, frozenStatistics });
    const x: Tensor4D = images();
    const before = await weights.records();
    const optimiser = adam(weights.trainable(), { weightDecay: 1e-2 });
    for (let step = 0; step < 3; step++) {
      const loss = () =>
        network
          .forward(x, { training: true, want: ['features'] })
          .features.square()
          .mean() as Scalar;
      optimiser.minimise(loss, 1e-2).dispose();
    }
    const after = await weights.records();
    optimiser.dispose();
    x.dispose();
    const names = before.flatMap(({ name, values, trainable }, i) =>
      values.every((value, at) => value === after[i]!.values[at])
        ? []
        : [{ stage: network.stageOf(name), trainable }],
    );
    weights.dispose();
    return names;
  }

  it('does not change parameters and statistics of the frozen stages', async () => {
    const names = await changed('fixed');
    expect(names.every(({ stage }) => stage >= 2)).toBe(true);
    expect(new Set(names.map(({ stage }) => stage))).toEqual(new Set([2, 3]));
  });

  it('changes their statistics with frozenStatistics moving, as in the released code', async () => {
    const names = await changed('moving');
    expect(names.filter(({ stage, trainable }) => stage < 2 && trainable)).toEqual([]);
    expect(names.filter(({ stage, trainable }) => stage < 2 && !trainable).length).toBe(10);
  });

  it('gives another network for the same images', async () => {
    const upstream = [data, await pretrained()];
    const stage = supervised({ ...parts, evaluation: freeze });
    const plain = supervised(parts);
    const config = (freezeAfter: number) =>
      trained({ name: 'finetune', freezeAfter, frozenStatistics: 'fixed' });
    const [zero, two] = [
      await stage(memoryRun(config(0), { blobs, upstream })),
      await stage(memoryRun(config(2), { blobs, upstream })),
    ];
    const free = await plain(memoryRun(trained({ name: 'finetune' }), { blobs, upstream }));
    const losses = [free, zero, two].map(({ blobs: left }) => left['losses']);
    expect(new Set(losses).size).toBe(3);
  });
});
