import { allAugmentations } from '@nhat/augment/testing/plans';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSeries, decodeWeights } from '@nhat/artifacts';
import { mean, memory, mul, openEngine, square, tidy } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { resnet9, resnet9Pair } from '@nhat/models';
import { rotation, vae } from '@nhat/pretext';
import type { PretextModule } from '@nhat/pretext';
import { methods } from '@nhat/pretext/registry';
import { stackedViews } from '@nhat/pretext/stacked-views';
import { averaged } from '@nhat/pretext/testing/averaged-method';
import type { JsonObject, PretrainConfig } from '@nhat/documents';
import { classification, pose } from '@nhat/tasks';
import type { TaskModule } from '@nhat/tasks';
import { pretrain } from './pretrain';
import type { StageOutputs, Upstream } from '@nhat/runner/stage';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { methodOf, small } from './testing/method-of';
import { smallDataset } from './testing/small-dataset';

const config: PretrainConfig = {
  dataset: 'small',
  backbone: { name: 'resnet9', options: { width: 1 / 16, features: 16 } },
  method: { name: 'rotation', options: {} },
  probes: [],
  schedule: {
    imagesSeen: 16 * 25 + 7,
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
const augmentations = allAugmentations;
const parts = { method: rotation, backbone: resnet9, augmentations };

/** All of the registry but rotation. */
const others = Object.keys(methods).filter((name) => name !== 'rotation');

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
      imagesSeen: 407,
      learning: { check: 'turns', value: null, chance: null, threshold: null, learned: null },
    });
    expect(straightRun.facts).toMatchObject({
      engine: { threads: 1, precision: 'float32' },
      seconds: { train: expect.any(Number), data: expect.any(Number) },
      imagesPerSecond: expect.any(Number),
    });
  });

  it('continues after a kill with the same result, and repeats itself from the same seed', async () => {
    const killed = memoryRun(config, { blobs, upstream, cutAt: 20 });
    await expect(stage(killed)).rejects.toThrow('killed at step 20');
    expect(existsSync(join(killed.work, 'checkpoint'))).toBe(true);
    const again = memoryRun(config, { blobs, upstream, work: killed.work });
    expect(await stage(again)).toEqual(await straight());
    expect(again.notes[0]).toBe('resumed after step 10 of 25');
    const other = await stage(memoryRun({ ...config, seed: 4 }, { blobs, upstream }));
    expect(other.blobs['weights']).not.toBe((await straight()).blobs['weights']);
  });

  it.each(others)('%s continues after a kill with the same result', async (name) => {
    const { method, options, paired } = methodOf(name);
    const methodConfig = { ...config, method: { name, options: { ...options, ...small[name] } } };
    const parts = { method, backbone: paired ? resnet9Pair : resnet9, augmentations };
    const train = pretrain(parts, { checkpointSeconds: 0 });
    const whole = await train(memoryRun(methodConfig, { blobs, upstream }));
    const killed = memoryRun(methodConfig, { blobs, upstream, cutAt: 20 });
    await expect(train(killed)).rejects.toThrow('killed at step 20');
    const again = memoryRun(methodConfig, { blobs, upstream, work: killed.work });
    expect(await train(again)).toEqual(whole);
    expect(again.notes[0]).toBe('resumed after step 10 of 25');
    const kept = decodeWeights(blobs.read(whole.blobs['weights']!));
    expect(kept.some(({ name: one }) => one.includes('bank'))).toBe(false);
  });

  it('goes on after a kill with an averaged encoder, which follows in every step and is not kept', async () => {
    let steps = 0;
    const method: PretextModule = {
      ...(averaged as PretextModule),
      create(options, context) {
        const pretext = (averaged as PretextModule).create(options, context);
        return {
          ...pretext,
          afterStep(place) {
            steps += 1;
            pretext.afterStep!(place);
          },
        };
      },
    };
    const own = { ...config, method: { name: 'averaged', options: { momentum: 0.5 } } };
    const train = pretrain({ ...parts, method }, { checkpointSeconds: 0 });
    const whole = await train(memoryRun(own, { blobs, upstream }));
    expect(steps).toBe(25);
    const killed = memoryRun(own, { blobs, upstream, cutAt: 20 });
    await expect(train(killed)).rejects.toThrow('killed at step 20');
    const again = memoryRun(own, { blobs, upstream, work: killed.work });
    expect(await train(again)).toEqual(whole);
    const names = (outputs: StageOutputs) =>
      decodeWeights(blobs.read(outputs.blobs['weights']!)).map(({ name }) => name);
    expect(names(whole)).toEqual(names(await straight()));
    const slower = { ...own, method: { name: 'averaged', options: { momentum: 0.99 } } };
    const other = await train(memoryRun(slower, { blobs, upstream }));
    expect(other.blobs['weights']).not.toBe(whole.blobs['weights']);
  });

  it('does not look at labels without probes', async () => {
    const relabelled = smallDataset(blobs, (shard) => ({
      ...shard,
      label: shard.label.map((label) => 9 - label),
    }));
    const blind = await stage(memoryRun(config, { blobs, upstream: [relabelled] }));
    expect(blind).toEqual(await straight());
  });

  it('fails when the last update makes the features infinite, although every loss was finite', async () => {
    const schedule = { ...config.schedule, imagesSeen: 16, warmup: 0 };
    const wild = (peakRate: number) =>
      stage(memoryRun({ ...config, schedule: { ...schedule, peakRate } }, { blobs, upstream }));
    await expect(wild(1e30)).rejects.toThrow(/features.*finite.*peakRate/);
    await expect(wild(1e300)).rejects.toThrow(/after step 1, the last.*peakRate/);
  });

  it('fails when a memory bank is not finite at the end', async () => {
    const { method, options } = methodOf('cmc');
    const spoilt: PretextModule = {
      ...method,
      create(chosen, context) {
        const pretext = method.create(chosen, context);
        const rest = context.heads.buffer('spoilt bank', [2], Infinity);
        expect(rest.shape).toEqual([2]);
        return pretext;
      },
    };
    const own = { ...config, method: { name: 'cmc', options: { ...options, ...small['cmc'] } } };
    const train = pretrain({ method: spoilt, backbone: resnet9Pair, augmentations });
    await expect(train(memoryRun(own, { blobs, upstream }))).rejects.toThrow('spoilt bank');
  });

  describe('with validation images', () => {
    const validated = [smallDataset(blobs, (shard) => shard, { validation: 30 })];
    const number = expect.any(Number) as number;

    it('checks what was learned on these, and changes nothing else', async () => {
      const { scores, blobs: kept } = await stage(
        memoryRun(config, { blobs, upstream: validated }),
      );
      const without = await straight();
      const { learning, ...others } = scores;
      expect(learning).toEqual({
        ...{ check: 'turns', value: number, chance: 0.25, threshold: number },
        learned: expect.any(Boolean) as boolean,
      });
      expect({ ...others, learning: without.scores['learning'] }).toEqual(without.scores);
      expect(kept).toEqual(without.blobs);
    });

    it('never reads test images for it', async () => {
      const spoilt = smallDataset(
        blobs,
        (shard) =>
          shard.split === 'test' ? { ...shard, pixels: shard.pixels.map(() => 0) } : shard,
        { validation: 30 },
      );
      const usual = await stage(memoryRun(config, { blobs, upstream: validated }));
      expect(await stage(memoryRun(config, { blobs, upstream: [spoilt] }))).toEqual(usual);
    });

    it('measures for a method with two views how its features differ', async () => {
      const { method, options } = methodOf('amdim');
      const own = { ...config, method: { name: 'amdim', options } };
      const run = memoryRun(own, { blobs, upstream: validated });
      const { scores } = await pretrain({ ...parts, method })(run);
      expect(scores['learning']).toMatchObject({ check: 'otherView', chance: 0.0333333 });
      expect(scores['embedding']).toEqual({
        ...{ spread: number, effectiveRank: number, dimensions: 16 },
        collapsed: expect.any(Boolean) as boolean,
      });
    });
  });

  describe('the features of different images', () => {
    const validated = [smallDataset(blobs, (shard) => shard, { validation: 30 })];
    const number = expect.any(Number) as number;

    it.each([
      ['validation images', validated, 'validation'],
      ['training images where there are no others', upstream, 'train'],
    ])('are measured on %s, as a fact and not as an output', async (_, data, split) => {
      const run = memoryRun(config, { blobs, upstream: data });
      const { scores } = await stage(run);
      expect(run.facts['embedding']).toEqual({
        ...{ spread: number, effectiveRank: number, dimensions: 16, split },
        collapsed: expect.any(Boolean) as boolean,
      });
      expect(scores['embedding']).toBeUndefined();
    });

    it('raise an alarm when they are the same', async () => {
      const constant: PretextModule = {
        facts: parts.method.facts,
        create(_, { backbone, heads, encoder }) {
          const own = heads.parameter('own', [1], (shape) => new Float32Array(shape[0]!).fill(1));
          const last = encoder.variables().get('fc.weight')!;
          tidy(() => last.assign(mul(last, 0)));
          return {
            loss({ views }) {
              const pass = backbone.forward(stackedViews(views), {
                training: true,
                want: ['features', 'map'],
              });
              return { loss: mean(square(own)) as Scalar, metrics: {}, ...pass };
            },
            measureLearning: () => Promise.resolve({ value: 0, chance: 0, threshold: 1 }),
          };
        },
      };
      const run = memoryRun(config, { blobs, upstream: validated });
      await pretrain({ ...parts, method: constant })(run);
      expect(run.facts['embedding']).toMatchObject({ collapsed: true });
      expect(run.notes.filter((line) => line.includes('collapsed'))).toHaveLength(1);
    });
  });

  describe('on images without colours', () => {
    const recoloured = (pixel: (value: number, channel: number) => number) =>
      smallDataset(blobs, (shard) => ({
        ...shard,
        pixels: shard.pixels.map((_, at) => pixel(shard.pixels[at - (at % 3)]!, at % 3)),
      }));
    const train = async (name: string, dataset: Upstream) => {
      const { method, options, paired } = methodOf(name);
      const own = { ...config, method: { name, options: { ...options, ...small[name] } } };
      const run = memoryRun(own, { blobs, upstream: [dataset] });
      const backbone = paired ? resnet9Pair : resnet9;
      return pretrain({ method, backbone, augmentations })(run);
    };

    it.each([
      ['grey', (value: number) => value],
      ['of one colour', (_: number, channel: number) => [200, 30, 90][channel]!],
    ])('%s, cmc is refused before it trains', async (_, pixel) => {
      await expect(train('cmc', recoloured(pixel))).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(/small › cmc.*0\.00 %.*1 %/) as string,
      });
    });

    it('grey, other methods train', async () => {
      const { scores } = await train(
        'rotation',
        recoloured((value) => value),
      );
      expect(scores['loss']).toEqual(expect.any(Number));
    });
  });

  it('leaves no tensors behind', async () => {
    await openEngine();
    const before = memory().numTensors;
    await stage(memoryRun(config, { blobs, upstream }));
    expect(memory().numTensors).toBe(before);
  });

  describe('with probes', () => {
    const probes = [
      { name: 'classification', options: {} },
      { name: 'pose', options: { relabelFlips: true } },
    ];
    const probed = pretrain({ ...parts, probes: [classification, pose] }, { checkpointSeconds: 0 });
    const probedRun = async (from = upstream, more: { work?: string; cutAt?: number } = {}) => {
      const run = memoryRun({ ...config, probes }, { blobs, upstream: from, ...more });
      return { outputs: await probed(run), facts: run.facts, work: run.work };
    };
    const rowsOf = ({ facts }: { facts: JsonObject }) => facts['probes'] as JsonObject[];

    it('gives the same outputs when a probe diverges, scores the others, and names the diverged one', async () => {
      const wild: TaskModule = {
        ...(pose as TaskModule),
        create(options, context) {
          const task = pose.create(options as { relabelFlips: boolean }, context);
          return {
            ...task,
            loss(batch) {
              const { loss, metrics } = task.loss(batch);
              return { loss: mul(loss, Infinity) as Scalar, metrics };
            },
          };
        },
      };
      const run = memoryRun({ ...config, probes }, { blobs, upstream });
      const outputs = await pretrain({ ...parts, probes: [classification, wild] })(run);
      expect(outputs).toEqual(await straight());
      const left = rowsOf(run).map(({ task, head }) => `${String(task)}-${String(head)}`);
      expect(left).toEqual(['classification-linear', 'classification-mlp']);
      expect(run.facts['failedProbes']).toEqual(['pose-linear', 'pose-mlp']);
      expect(run.notes).toEqual([expect.stringContaining('pose-linear, pose-mlp')]);
    });

    it('gives the same outputs bit for bit as without probes, and records probes in its facts', async () => {
      const { outputs, facts } = await probedRun();
      expect(outputs).toEqual(await straight());
      const known = { metric: 'accuracy', split: 'test', images: 40, fittedOn: 60 };
      const share = expect.any(Number);
      expect(facts['probes']).toEqual(
        ['classification', 'pose'].flatMap((task) =>
          ['linear', 'mlp'].map((head) => ({
            ...{ task, head, ...known, heldOut: share, random: share },
          })),
        ),
      );
    });

    it('goes on after a kill with the same result', async () => {
      const killed = memoryRun({ ...config, probes }, { blobs, upstream, cutAt: 20 });
      await expect(probed(killed)).rejects.toThrow('killed at step 20');
      const again = await probedRun(upstream, { work: killed.work });
      const whole = await probedRun();
      expect(again.outputs).toEqual(whole.outputs);
      expect(rowsOf(again)).toEqual(rowsOf(whole));
    });

    it('leaves no tensors behind', async () => {
      const before = memory().numTensors;
      await probedRun();
      expect(memory().numTensors).toBe(before);
    });

    it('reads labels only in the probes', async () => {
      const relabelled = smallDataset(blobs, (shard) => ({
        ...shard,
        label: shard.label.map((_, i) => (i * 7 + (i >> 2)) % 10),
      }));
      const other = await probedRun([relabelled]);
      expect(other.outputs).toEqual(await straight());
      const held = (node: { facts: JsonObject }) => rowsOf(node).map(({ heldOut }) => heldOut);
      expect(held(other)).not.toEqual(held(await probedRun()));
    });
  });

  it('accepts a method whose only metric is its loss', async () => {
    const options = { klWeight: 0, variational: false, inpainting: true, decoderWidth: 1 / 32 };
    const plain = pretrain({ method: vae, backbone: resnet9, augmentations });
    const method = { name: 'vae', options };
    const { scores } = await plain(memoryRun({ ...config, method }, { blobs, upstream }));
    expect(scores).toMatchObject({ method: 'vae', accuracy: null, loss: expect.any(Number) });
  });
});
