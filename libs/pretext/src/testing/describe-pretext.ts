import { adam, memory, openEngine } from '@nhat/engine';
import type { OptionSchema, OptionValues } from '@nhat/spec';
import { expectSlopes } from '@nhat/train/testing/slopes';
import type { PretextModule } from '../pretext';
import { smallBatch, smallPretext } from './small-pretext';

/** What every method must do; `options` are small ones for the test. */
export function describePretext<Schema extends OptionSchema>(
  name: string,
  module: PretextModule<Schema>,
  options: OptionValues<Schema>,
): void {
  const create = (seed: number) => smallPretext(module, seed, options);

  describe(`${name}, as every pretext method`, () => {
    beforeAll(async () => {
      await openEngine();
    });

    it('gives each option a default and a description', () => {
      expect(module.options.description).toMatch(/\.$/);
      for (const option of Object.values(module.options.properties)) {
        expect(option.description.length).toBeGreaterThan(10);
        expect(option.default).toBeDefined();
      }
    });

    it('gives a finite scalar loss and scalar measures', () => {
      const small = create(0);
      const { loss, measures } = small.pretext.loss(smallBatch(module, 0, 0));
      for (const value of [loss, ...Object.values(measures)]) {
        expect(value.shape).toEqual([]);
        expect(Number.isFinite(value.dataSync()[0])).toBe(true);
      }
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

    it('has the gradients that finite differences give', () => {
      const small = create(3);
      const before = small.heads.records();
      const loss = () => {
        small.heads.load(before.filter(({ trainable }) => !trainable)); // banks change in a step
        return small.pretext.loss(smallBatch(module, 3, 0)).loss;
      };
      expectSlopes(small.parameters, loss);
      small.dispose();
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
  });
}
