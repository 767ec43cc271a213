import { adam, memory, openEngine, tensor } from '@nhat/engine';
import type { EngineOptions } from '@nhat/engine';
import { engineCases } from '@nhat/engine/testing/present-engines';
import type { OptionSchema, OptionValues } from '@nhat/documents';
import { expectSlopes } from '@nhat/train/testing/slopes';
import type { HeadKind } from '../head';
import type { TaskModule } from '../task';
import { smallTask, smallTaskBatch } from './small-task';

const oneHot = (length: number, at: number): number[] =>
  Array.from({ length }, (_, k) => Number(k === at));

/** The contract of every task; `options` are small ones for the test. */
export function describeTask<Schema extends OptionSchema>(
  name: string,
  module: TaskModule<Schema>,
  options: OptionValues<Schema>,
): void {
  describe.each<HeadKind>(['linear', 'mlp'])(`${name}, as every task, with a head %s`, (head) => {
    const create = (seed: number) => smallTask(module, seed, options, head);

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

    it('gives a finite scalar loss, and its metric among the metrics of a step', () => {
      const small = create(0);
      const { loss, metrics } = small.task.loss(smallTaskBatch(module, 0));
      expect(Object.keys(metrics)).toContain(module.metric);
      for (const value of [loss, ...Object.values(metrics)]) {
        expect(value.shape).toEqual([]);
        expect(Number.isFinite(value.dataSync()[0])).toBe(true);
      }
      small.dispose();
    });

    it('repeats its loss from the seed', () => {
      const lossOf = (seed: number) => {
        const small = create(seed);
        const value = small.task.loss(smallTaskBatch(module, 1)).loss.dataSync()[0];
        small.dispose();
        return value;
      };
      expect(lossOf(1)).toBe(lossOf(1));
      expect(lossOf(1)).not.toBe(lossOf(2));
    });

    it('has the gradients that finite differences give', () => {
      const small = create(3);
      const batch = smallTaskBatch(module, 3);
      expectSlopes(small.parameters, () => small.task.loss(batch).loss);
      small.dispose();
    });

    it('counts in evaluation mode: twice the same, and halves of a batch add up to the whole', async () => {
      const small = create(2);
      const batch = smallTaskBatch(module, 2);
      const { size } = batch.images;
      const part = (from: number, to: number) => ({
        images: {
          ...batch.images,
          count: to - from,
          values: batch.images.values.slice(from * size * size * 3, to * size * size * 3),
        },
        truth: batch.truth.slice((from * batch.truth.length) / 16, (to * batch.truth.length) / 16),
      });
      const countsOf = async (from: number, to: number) => [
        ...(await small.task.counts(part(from, to))),
      ];
      const whole = await countsOf(0, 16);
      expect(await countsOf(0, 16)).toEqual(whole);
      const rest = await countsOf(5, 16);
      (await countsOf(0, 5)).forEach((count, k) =>
        expect(count + rest[k]!).toBeCloseTo(whole[k]!, 3),
      );
      const metrics = small.task.metrics(Float64Array.from(whole), 16);
      expect(Number.isFinite(metrics[module.metric])).toBe(true);
      small.dispose();
    });

    it('says which images it answers rightly, if any, as many as it counts', async () => {
      const small = create(9);
      const batch = smallTaskBatch(module, 9);
      const answers = await small.task.answers?.(batch);
      if (answers !== undefined) {
        const { right, counts } = answers;
        expect([...counts]).toEqual([...(await small.task.counts(batch))]);
        const hits = right.reduce((sum, one) => sum + one, 0);
        expect(small.task.metrics(Float64Array.from(counts), 16)['accuracy']).toBe(hits / 16);
        expect(small.task.targets(batch, 1).kind).toBe('classes');
      }
      expect(answers === undefined).toBe(module.truth === 'mask' || module.truth === 'depth');
      small.dispose();
    });

    it('gives pictures of every image in each row, if any, the same twice, and leaves no tensor behind', async () => {
      const small = create(8);
      const batch = smallTaskBatch(module, 8);
      const clean = memory().numTensors;
      const rows = (await small.task.pictures?.(batch)) ?? [];
      expect((await small.task.pictures?.(batch)) ?? []).toEqual(rows);
      expect(memory().numTensors).toBe(clean);
      for (const { name, size, pixels } of rows) {
        expect(name).toMatch(/^[a-z]+$/);
        expect(pixels).toHaveLength(16 * size * size * 3);
      }
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      small.dispose();
    });

    it.each([NaN, Infinity])(
      'does not count when the head gives %s, and says so',
      async (value) => {
        const gone: number[] = [];
        for (const onNonFinite of [undefined, (found: number) => void gone.push(found)]) {
          const small = smallTask(module, 6, options, head, onNonFinite);
          const last = small.parameters.at(-1)!;
          const filled = tensor(new Float32Array(last.size).fill(value), last.shape);
          last.assign(filled);
          const counts = small.task.counts(smallTaskBatch(module, 6));
          if (onNonFinite) await counts;
          else await expect(counts).rejects.toThrow(/finite.*peakRate/);
          filled.dispose();
          small.dispose();
        }
        expect(gone).toEqual([value]);
      },
    );

    it('knows the best constant answer: that of a search over answers, and what a network gets by it', async () => {
      const small = smallTask(module, 7, options, head);
      const batch = smallTaskBatch(module, 7);
      const side = small.side(batch);
      const targets = small.task.targets(batch, side);
      const best = module.constantScore(targets);
      const answers =
        targets.kind === 'classes'
          ? Array.from({ length: targets.classes }, (_, k) => oneHot(targets.classes, k))
          : Array.from({ length: 400 }, (_, k) => [0.02 * 1.016 ** k]);
      const sign = module.higherIsBetter ? 1 : -1;
      const reached: number[] = [];
      for (const bias of answers) {
        small.answer(bias);
        const counts = Float64Array.from(await small.task.counts(batch));
        reached.push(sign * small.task.metrics(counts, 16)[module.metric]!);
      }
      expect(sign * Math.max(...reached)).toBeCloseTo(best, 6);
      small.dispose();
    });

    it('learns 16 images until it counts as fitted, every parameter moves, no tensor is left behind', async () => {
      const clean = memory().numTensors;
      const small = create(4);
      const batch = smallTaskBatch(module, 4);
      const start = small.parameters.map((parameter) => parameter.dataSync().slice());
      const optimiser = adam(small.parameters);
      const counts: number[] = [];
      const losses: number[] = [];
      for (let step = 0; step < 150; step++) {
        const loss = optimiser.minimise(() => small.task.loss(batch).loss, 5e-3);
        losses.push(loss.dataSync()[0]!);
        loss.dispose();
        counts.push(memory().numTensors);
      }
      expect(losses.at(-1)).toBeLessThan(0.3 * losses[0]!);
      const totals = Float64Array.from(await small.task.counts(batch));
      const reached = small.task.metrics(totals, 16)[module.metric]!;
      const sign = module.higherIsBetter ? 1 : -1;
      expect(sign * reached).toBeGreaterThanOrEqual(sign * module.fittedAt);
      small.parameters.forEach((parameter, i) =>
        expect(parameter.dataSync()).not.toEqual(start[i]),
      );
      expect(counts.at(-1)).toBe(counts[1]);
      optimiser.dispose();
      small.dispose();
      expect(memory().numTensors).toBe(clean);
    });
  });

  describe(`${name}, on every engine`, () => {
    const engines: EngineOptions[] = engineCases();

    const learned = async (engine: EngineOptions) => {
      await openEngine(engine);
      const small = smallTask(module, 5, options);
      const batch = smallTaskBatch(module, 5);
      const optimiser = adam(small.parameters);
      const losses: number[] = [];
      for (let step = 0; step < 8; step++) {
        const loss = optimiser.minimise(() => small.task.loss(batch).loss, 2e-3);
        losses.push(loss.dataSync()[0]!);
        loss.dispose();
      }
      const counts = await small.task.counts(batch);
      const metrics = small.task.metrics(Float64Array.from(counts), 16);
      optimiser.dispose();
      small.dispose();
      return { losses, metrics };
    };
    let reference: ReturnType<typeof learned>;
    beforeAll(() => (reference = learned({})));
    afterAll(() => openEngine());

    it.each(engines)('learns on %j as on the fastest engine', async (engine) => {
      const { losses, metrics } = await learned(engine);
      const expected = (await reference).losses;
      const tolerance = engine.precision === 'bfloat16' ? 0.05 : 2e-3;
      losses.forEach((loss, at) =>
        expect(Math.abs(loss / expected[at]! - 1)).toBeLessThan(tolerance),
      );
      expect(losses.at(-1)).toBeLessThan(losses[0]!);
      for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
    });
  });
}
