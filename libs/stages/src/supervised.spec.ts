import { allAugmentations } from '@nhat/augment/testing/plans';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSeries } from '@nhat/artifacts';
import { memory, openEngine } from '@nhat/engine';
import { engineCases, trainingNames } from '@nhat/engine/testing/present-engines';
import { resnet9 } from '@nhat/models';
import type { SupervisedConfig } from '@nhat/documents';
import { answersIn } from '@nhat/outputs';
import { classification } from '@nhat/tasks';
import type { StageOutputs } from '@nhat/runner/stage';
import { supervised } from './supervised';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { pretrainedNode } from './testing/pretrained-node';
import { smallDataset } from './testing/small-dataset';

const options = { width: 1 / 16, features: 16 };

const config: SupervisedConfig = {
  dataset: 'small',
  backbone: { name: 'resnet9', options },
  task: { name: 'classification', options: {} },
  arm: 'scratch',
  evaluation: { name: 'finetune' },
  n: 30,
  schedule: {
    imagesSeen: 16 * 25,
    batch: 16,
    peakRate: 1e-2,
    finalRate: 1e-5,
    warmup: 0.1,
    weightDecay: 1e-4,
  },
  epochMinimum: 100,
  augment: { jitter: false, grey: false, flip: true, crop: true, cutout: false },
  precision: 'float32',
  seed: 5,
};

const parts = { task: classification, backbone: resnet9, augmentations: allAugmentations };

describe('supervised', () => {
  const blobs = memoryBlobs();
  const upstream = [smallDataset(blobs)];
  const stage = supervised(parts, { checkpointSeconds: 0 });

  let held: Promise<StageOutputs> | undefined;
  const straight = () => (held ??= stage(memoryRun(config, { blobs, upstream })));

  const pretrainedAs = (seed: number, spoil?: number) =>
    pretrainedNode(blobs, { options, seed, ...(spoil !== undefined && { spoil }) });

  it('learns from n labelled images and evaluates on test, validation and train', async () => {
    const longer = { ...config, schedule: { ...config.schedule, imagesSeen: 16 * 75 } };
    const run = memoryRun(longer, { blobs, upstream });
    const { blobs: written, scores } = await stage(run);
    expect(scores).toEqual({
      arm: 'scratch',
      n: 30,
      precision: 'float32',
      seed: 5,
      test: expect.any(Number),
      validation: null,
      train: expect.any(Number),
      metrics: {
        test: { accuracy: scores['test'], balancedAccuracy: scores['test'] },
        validation: null,
        train: { accuracy: scores['train'], balancedAccuracy: expect.any(Number) },
      },
      answers: {
        images: expect.stringMatching(/^label-[0-9a-f]{16}$/),
        counts: new Array(10).fill(4),
        right: expect.any(Array),
        bits: expect.any(String),
      },
      trainAugmented: expect.any(Number),
      loss: expect.any(Number),
      chance: 0.1,
      classes: 10,
      images: 40,
      labelledClasses: 10,
      metric: 'accuracy',
      higherIsBetter: true,
      fitted: true,
    });
    expect(scores['train']).toBeGreaterThanOrEqual(0.9);
    expect(scores['test']).toBeGreaterThan(0.6);
    const { right, counts } = answersIn('run', scores)!;
    expect(right.reduce((sum, one) => sum + one, 0)).toBe((scores['test'] as number) * 40);
    expect(counts).toHaveLength(10);
    const losses = decodeSeries(blobs.read(written['losses']!));
    expect(losses['loss']!.at(-1)).toBeLessThan(losses['loss']![0]! / 2);
    expect(run.facts).toMatchObject({
      engine: { threads: 1 },
      seconds: { evaluate: expect.any(Number) },
    });
  });

  it('continues after a kill with the same result', async () => {
    const killed = memoryRun(config, { blobs, upstream, cutAt: 20 });
    await expect(stage(killed)).rejects.toThrow('killed');
    const again = memoryRun(config, { blobs, upstream, work: killed.work });
    expect(await stage(again)).toEqual(await straight());
    expect(again.notes).toEqual(['resumed after step 10 of 25']);
  });

  it('notes a damaged checkpoint, and starts again', async () => {
    const run = memoryRun(config, { blobs, upstream });
    writeFileSync(join(run.work, 'checkpoint'), 'not a checkpoint');
    expect(await stage(run)).toEqual(await straight());
    expect(run.notes).toEqual([expect.stringContaining('training starts anew')]);
  });

  it('starts again when one bit of the checkpoint has changed', async () => {
    const killed = memoryRun(config, { blobs, upstream, cutAt: 20 });
    await expect(stage(killed)).rejects.toThrow('killed');
    const bytes = readFileSync(join(killed.work, 'checkpoint'));
    for (const share of [0.001, 0.3, 0.6, 0.9]) {
      const run = memoryRun(config, { blobs, upstream });
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(share * bytes.length)]! ^= 4;
      writeFileSync(join(run.work, 'checkpoint'), flipped);
      expect(await stage(run)).toEqual(await straight());
      expect(run.notes).toEqual([expect.stringContaining('training starts anew')]);
    }
  });

  const engines = engineCases(trainingNames());
  const pairs = engines.flatMap((one) =>
    engines.filter((other) => other !== one).map((other) => [one, other] as const),
  );

  /** What each engine gives without a kill. */
  const wholes = new Map<(typeof engines)[number], StageOutputs>();

  it.each(pairs)(
    'begun by %j and ended by %j gives the result of the second engine',
    async (...pair) => {
      const asked = process.env['NHAT_ENGINE'];
      const runOn = (
        { engine, precision }: (typeof engines)[number],
        place: { work?: string; cutAt?: number },
      ) => {
        process.env['NHAT_ENGINE'] = engine;
        const run = memoryRun({ ...config, precision }, { blobs, upstream, ...place });
        return { run, outputs: stage(run) };
      };
      try {
        const killed = runOn(pair[0], { cutAt: 20 });
        await expect(killed.outputs).rejects.toThrow('killed');
        const { run, outputs } = runOn(pair[1], { work: killed.run.work });
        const ended = await outputs;
        if (!wholes.has(pair[1])) wholes.set(pair[1], await runOn(pair[1], {}).outputs);
        expect(ended).toEqual(wholes.get(pair[1]));
        expect(run.notes).toEqual([expect.stringContaining('another engine wrote it')]);
      } finally {
        if (asked === undefined) delete process.env['NHAT_ENGINE'];
        else process.env['NHAT_ENGINE'] = asked;
        await openEngine();
      }
    },
  );

  it('differs between finetune and scratch only in the initial weights', async () => {
    const scratch = await straight();
    const finetune = { ...config, arm: 'rotation' };
    const same = [...upstream, await pretrainedAs(config.seed)];
    const equal = await stage(memoryRun(finetune, { blobs, upstream: same }));
    expect(equal.scores).toEqual({ ...scratch.scores, arm: 'rotation' });
    expect(equal.blobs).toEqual(scratch.blobs);
    const others = [...upstream, await pretrainedAs(99)];
    const other = await stage(memoryRun(finetune, { blobs, upstream: others }));
    expect(other.blobs).not.toEqual(scratch.blobs);
  });

  it('refuses weights of another backbone, more labels than images, and losses that are not finite', async () => {
    const wider = {
      ...config,
      arm: 'rotation',
      backbone: { name: 'resnet9', options: { ...options, features: 8 } },
    };
    const pretrained = [...upstream, await pretrainedAs(0)];
    await expect(stage(memoryRun(wider, { blobs, upstream: pretrained }))).rejects.toThrow('shape');
    const many = memoryRun({ ...config, n: 61 }, { blobs, upstream });
    await expect(stage(many)).rejects.toThrow(
      'training.n: more labels than training images (got 61; expected at most 60)',
    );
    const poisoned = [...upstream, await pretrainedAs(0, NaN)];
    const diverged = memoryRun({ ...config, arm: 'rotation' }, { blobs, upstream: poisoned });
    await expect(stage(diverged)).rejects.toThrow('not a finite number');
  });

  it('fails when the last update makes the weights infinite, although every loss was finite', async () => {
    const schedule = { ...config.schedule, imagesSeen: 16, peakRate: 1e30, warmup: 0 };
    const run = memoryRun({ ...config, schedule }, { blobs, upstream });
    const failed = stage(run);
    await expect(failed).rejects.toThrow(/finite.*peakRate/);
    await expect(failed).rejects.toMatchObject({ name: 'UserError' });
    const infinite = { ...schedule, peakRate: 1e300 };
    const overflow = memoryRun({ ...config, schedule: infinite }, { blobs, upstream });
    await expect(stage(overflow)).rejects.toThrow(/after step 1, the last.*peakRate/);
  });

  it('leaves no tensors behind', async () => {
    await openEngine();
    const before = memory().numTensors;
    await stage(memoryRun(config, { blobs, upstream }));
    expect(memory().numTensors).toBe(before);
  });
});
