import {
  adam,
  detach,
  div,
  keep,
  mean,
  memory,
  mul,
  openEngine,
  reshape,
  sqrt,
  square,
  sum,
  tidy,
} from '@nhat/engine';
import type { AdamRecord, EngineOptions, Scalar, Tensor, Tensor2D, Tensor4D } from '@nhat/engine';
import { engineCases } from '@nhat/engine/testing/present-engines';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { augmentations } from '@nhat/augment/registry';
import type { WeightRecord } from '@nhat/models';
import { expectSlopes } from '@nhat/train/testing/slopes';
import type { PretextModule } from '../pretext';
import { smallBatch, smallPretext } from './small-pretext';
import type { SmallBackbone } from './small-pretext';

/** What every method must do; `options` are small ones for the test, and the backbone one that it can work with. */
export function describePretext<Schema extends OptionSchema>(
  name: string,
  module: PretextModule<Schema>,
  options: OptionValues<Schema>,
  backbone?: SmallBackbone,
): void {
  const create = (seed: number) => smallPretext(module, seed, options, backbone);

  describe(`${name}, as every pretext method`, () => {
    beforeAll(async () => {
      await openEngine();
    });

    it('gives each option a default and a description', () => {
      expect(module.facts.options.description).toMatch(/\.$/);
      for (const option of Object.values(module.facts.options.properties)) {
        expect(option.description.length).toBeGreaterThan(10);
        expect(option.default).toBeDefined();
      }
    });

    it('gives a finite scalar loss and scalar metrics', () => {
      const small = create(0);
      const { loss, metrics } = small.pretext.loss(smallBatch(module, 0, 0));
      expect(Object.values(metrics)).not.toContain(loss); // whoever reads a scalar disposes it
      for (const value of [loss, ...Object.values(metrics)]) {
        expect(value.shape).toEqual([]);
        expect(Number.isFinite(value.dataSync()[0])).toBe(true);
      }
      small.dispose();
    });

    it('gives the features of each image, on the tape', () => {
      const small = create(2);
      const batch = smallBatch(module, 2, 0);
      const { features } = small.pretext.loss(batch);
      expect(features.shape).toEqual([16, small.features]);
      expect(features.dtype).toBe('float32');
      expect(features.dataSync().every(Number.isFinite)).toBe(true);
      const start = small.encoder.trainable().map((parameter) => parameter.dataSync().slice());
      const optimiser = adam(small.encoder.trainable());
      /** Of the third power: features may be of length 1. */
      const power = () => {
        const { features: kept } = small.pretext.loss(batch);
        return sum(mul(kept, square(kept))) as Scalar;
      };
      optimiser.minimise(power, 1e-3).dispose();
      small.encoder
        .trainable()
        .forEach((parameter, i) => expect(parameter.dataSync()).not.toEqual(start[i]));
      optimiser.dispose();
      small.dispose();
    });

    it('gives the map behind the features, of as many images as wanted, without a trace in the step', async () => {
      const small = create(5);
      const start = [...(await small.encoder.records()), ...(await small.heads.records())];
      const step = (withMap: boolean) => {
        for (const weights of [small.encoder, small.heads]) weights.load(start);
        const found: Tensor[] = [];
        const optimiser = adam(small.parameters);
        const loss = () => {
          const outcome = small.pretext.loss(smallBatch(module, 5, 0));
          if (withMap) found.push(keep(detach(outcome.features)), keep(outcome.map(5)));
          return outcome.loss;
        };
        optimiser.minimise(loss, 1e-3).dispose();
        optimiser.dispose();
        return found;
      };
      step(false);
      const alone = [...(await small.encoder.records()), ...(await small.heads.records())];
      const [features, map] = step(true) as [Tensor2D, Tensor4D];
      expect([...(await small.encoder.records()), ...(await small.heads.records())]).toEqual(alone);
      expect(map.shape).toEqual([5, 2, 2, small.features]);
      const expected = tidy(() => {
        const means = mean(map, [1, 2]) as Tensor2D;
        const isPair = small.backbone.gives.lightness !== undefined;
        return [...(isPair ? unitTowers(means) : means).dataSync()];
      });
      const given = features.dataSync();
      expected.forEach((value, i) => expect(given[i]).toBeCloseTo(value, 4));
      features.dispose();
      map.dispose();
      small.dispose();
    });

    it('repeats its loss from the seed, and draws anew in another step', () => {
      const lossOf = (seed: number, step: number) => {
        const small = create(seed);
        const value = small.pretext.loss(smallBatch(module, 0, step)).loss.dataSync()[0];
        small.dispose();
        return value;
      };
      expect(lossOf(1, 5)).toBe(lossOf(1, 5));
      expect(lossOf(1, 5)).not.toBe(lossOf(2, 5));
      expect(lossOf(1, 5)).not.toBe(lossOf(1, 6));
    });

    it('measures on held-out images what its facts name, and changes nothing by it', async () => {
      const small = create(11);
      const { learning } = module.facts;
      if (learning === undefined) {
        expect(small.pretext.measureLearning).toBeUndefined();
        small.dispose();
        return;
      }
      expect(learning.check).toMatch(/^[a-zA-Z]+$/);
      const batches = [20, 21, 22].map((seed) => smallBatch(module, seed, 0));
      const clean = memory().numTensors;
      const weights = async () => [
        ...(await small.encoder.records()),
        ...(await small.heads.records()),
      ];
      const before = await weights();
      const measure = await small.pretext.measureLearning!(batches);
      expect(await small.pretext.measureLearning!(batches)).toEqual(measure);
      expect(await weights()).toEqual(before);
      expect(memory().numTensors).toBe(clean);
      const { value, chance, threshold } = measure;
      for (const number of [value, chance, threshold]) {
        expect(Number.isFinite(number)).toBe(true);
        const [least, most] = learning.range;
        expect(number).toBeGreaterThanOrEqual(least ?? -Infinity);
        expect(number).toBeLessThanOrEqual(most ?? Infinity);
      }
      expect(threshold > chance).toBe(learning.higherIsBetter);
      expect(learning.higherIsBetter ? value >= threshold : value <= threshold).toBe(false);
      small.dispose();
    });

    it('gives images of every image in each row of pictures, if any, and changes nothing by it', async () => {
      const small = create(12);
      const batch = smallBatch(module, 12, 0);
      const weights = async () => [
        ...(await small.encoder.records()),
        ...(await small.heads.records()),
      ];
      const before = await weights();
      const clean = memory().numTensors;
      const rows = (await small.pretext.pictures?.(batch)) ?? [];
      expect((await small.pretext.pictures?.(batch)) ?? []).toEqual(rows);
      expect(await weights()).toEqual(before);
      expect(memory().numTensors).toBe(clean);
      for (const { name, images } of rows) {
        expect(name).toMatch(/^[a-z]+$/);
        expect([images.count, images.channels]).toEqual([16, 3]);
        expect(images.values).toHaveLength(16 * images.size ** 2 * 3);
        expect(images.values.every(Number.isFinite)).toBe(true);
      }
      small.dispose();
    });

    it('has the gradients that finite differences give', async () => {
      const small = create(3);
      const before = await small.heads.records();
      const loss = () => {
        small.heads.load(before.filter(({ trainable }) => !trainable)); // banks change in a step
        return small.pretext.loss(smallBatch(module, 3, 0)).loss;
      };
      expectSlopes(small.parameters, loss);
      small.dispose();
    });

    it('asks of a backbone what its facts say, and shares draws of augmentations that there are', () => {
      const small = create(7);
      const { loss, features, map } = small.pretext.loss(smallBatch(module, 7, 0));
      const { needs = [], sharedBetweenViews = [], views } = module.facts;
      expect(new Set([...small.wants, 'features', 'map'])).toEqual(
        new Set(['features', 'map', ...needs]),
      );
      expect(Object.keys(augmentations)).toEqual(expect.arrayContaining([...sharedBetweenViews]));
      expect(views).toBeGreaterThanOrEqual(1);
      if (views === 1) expect(sharedBetweenViews).toEqual([]);
      expect([loss.shape, features.shape[0], map(2).shape[0]]).toEqual([[], 16, 2]);
      small.dispose();
    });

    it('trains its first encoder alone: what no gradient trains moves after the step at most', () => {
      const small = create(8);
      const untrained = () => {
        const all = small.others.flatMap((weights) => [...weights.variables()]);
        return all.filter(([name]) => !/running/.test(name)).map(([, one]) => [...one.dataSync()]);
      };
      const before = untrained();
      const trainable = new Set(small.parameters.map(({ id }) => id));
      for (const weights of small.others) {
        for (const one of weights.variables().values()) expect(trainable.has(one.id)).toBe(false);
      }
      const optimiser = adam(small.parameters);
      const batch = smallBatch(module, 8, 0);
      optimiser.minimise(() => small.pretext.loss(batch).loss, 1e-3).dispose();
      expect(untrained()).toEqual(before);
      tidy(() => small.pretext.afterStep?.({ step: 0, steps: 10 }));
      if (small.others.length > 0 && small.pretext.afterStep) {
        expect(untrained()).not.toEqual(before);
      }
      optimiser.dispose();
      small.dispose();
    });

    it('goes on from what a checkpoint holds with the same bits', async () => {
      const run = async (from: number, to: number, load?: Saved): Promise<Saved> => {
        const small = create(load ? 10 : 9);
        const optimiser = adam(small.parameters);
        if (load) {
          small.encoder.load(load.encoder);
          small.heads.load(load.heads);
          optimiser.restore(load.optimiser);
        }
        for (let step = from; step < to; step++) {
          const batch = smallBatch(module, 9, step);
          optimiser.minimise(() => small.pretext.loss(batch).loss, 1e-3).dispose();
          tidy(() => small.pretext.afterStep?.({ step, steps: 4 }));
        }
        const saved = {
          encoder: await small.encoder.records(),
          heads: await small.heads.records(),
          optimiser: await optimiser.state(),
        };
        optimiser.dispose();
        small.dispose();
        return saved;
      };
      expect(await run(2, 4, await run(0, 2))).toEqual(await run(0, 4));
    });

    it('learns: the loss falls on 16 images, every parameter moves, no tensor is left behind', () => {
      const clean = memory().numTensors;
      const small = create(4);
      const start = small.parameters.map((parameter) => parameter.dataSync().slice());
      const optimiser = adam(small.parameters);
      const losses: number[] = [];
      const counts: number[] = [];
      for (let step = 0; step < 60; step++) {
        const batch = smallBatch(module, 4, step);
        const loss = optimiser.minimise(() => small.pretext.loss(batch).loss, 3e-3);
        tidy(() => small.pretext.afterStep?.({ step, steps: 60 }));
        losses.push(loss.dataSync()[0]!);
        loss.dispose();
        counts.push(memory().numTensors);
      }
      const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
      expect(mean(losses.slice(-10))).toBeLessThan(0.7 * mean(losses.slice(0, 5)));
      small.parameters.forEach((parameter, i) =>
        expect(parameter.dataSync()).not.toEqual(start[i]),
      );
      expect(counts.at(-1)).toBe(counts[1]);
      optimiser.dispose();
      small.dispose();
      expect(memory().numTensors).toBe(clean);
    });

    it('works on every engine: nearly the same loss, and a step that moves every parameter', async () => {
      const losses: number[] = [];
      for (const engine of engines()) {
        await openEngine(engine);
        const small = create(6);
        const optimiser = adam(small.parameters);
        const start = small.parameters.map((parameter) => parameter.dataSync().slice());
        const step = () => small.pretext.loss(smallBatch(module, 6, 0)).loss;
        const loss = optimiser.minimise(step, 1e-3);
        losses.push(loss.dataSync()[0]!);
        small.parameters.forEach((parameter, i) =>
          expect(parameter.dataSync()).not.toEqual(start[i]),
        );
        loss.dispose();
        optimiser.dispose();
        small.dispose();
      }
      const [exact, ...others] = losses;
      others.forEach((loss, at) => {
        const bound = engines()[at + 1]!.precision === 'bfloat16' ? 0.05 : 1e-3;
        expect(Math.abs(loss - exact!)).toBeLessThan(bound * exact!);
      });
      await openEngine();
    });
  });
}

interface Saved {
  encoder: WeightRecord[];
  heads: WeightRecord[];
  optimiser: AdamRecord[];
}

/** The features of both towers in each row at length 1. */
function unitTowers(x: Tensor2D): Tensor2D {
  const [rows, width] = x.shape;
  const towers = reshape(x, [rows, 2, width / 2]);
  return reshape(div(towers, sqrt(sum(square(towers), 2, true))), [rows, width]);
}

/** Every engine of this machine, in each precision; the plainest first, with which the others are compared. */
const engines = (): EngineOptions[] => {
  const cases = engineCases();
  const plain = cases.filter(({ precision }) => precision === 'float32').reverse();
  return [...plain, ...cases.filter(({ precision }) => precision !== 'float32')];
};
