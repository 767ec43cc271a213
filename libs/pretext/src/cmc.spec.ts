import { memory, openEngine, tensor1d, tensor2d, tensor4d, tidy, variable } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { createWeights, resnet9Pair } from '@nhat/models';
import type { Weights } from '@nhat/models';
import { stream } from '@nhat/random';
import { cmc } from './cmc';
import { memoryBank, remember } from './memory-bank';
import { describePretext } from './testing/describe-pretext';
import { SIZE, smallBatch, smallPretext } from './testing/small-pretext';

const options = { negatives: 12, temperature: 0.5, momentum: 0.2, sharedNegatives: true };

const drawn = { ...options, sharedNegatives: false };
describePretext('cmc with a draw for each image', cmc, drawn, resnet9Pair);

type Vector = number[];

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: Vector, b: Vector) => sum(a.map((x, i) => x * b[i]!));
const nested = (x: Tensor): Vector[] => x.arraySync() as Vector[];

const near = (actual: Vector[], expected: Vector[]) =>
  actual.forEach((row, i) => row.forEach((x, j) => expect(x).toBeCloseTo(expected[i]![j]!, 5)));

describe('cmc', () => {
  beforeAll(async () => {
    await openEngine();
  });

  /** Rows of both banks, in double precision. */
  async function banksOf(small: ReturnType<typeof smallPretext>): Promise<[Vector[], Vector[]]> {
    const rows = async (name: string) => {
      const { shape, values } = (await small.heads.records()).find((one) => one.name === name)!;
      return Array.from({ length: shape[0]! }, (_, i) => [
        ...values.slice(i * shape[1]!, (i + 1) * shape[1]!),
      ]);
    };
    return [await rows('cmc.bank_l'), await rows('cmc.bank_ab')];
  }

  it.each([true, false])(
    'has the loss and the banks of the formulas (shared negatives: %s)',
    async (sharedNegatives) => {
      const small = smallPretext(cmc, 7, { ...options, sharedNegatives }, resnet9Pair);
      const batch = smallBatch(cmc, 7, 3);
      batch.indices.reverse();
      batch.indices[3] = batch.indices[9]!; // the same image twice
      const before = await banksOf(small);
      const outcome = tidy(() => small.pretext.loss(batch).loss.dataSync()[0]!);
      const [l, ab] = tidy(() => {
        const x = tensor4d(batch.views[0]!.values, [16, SIZE, SIZE, 3]);
        const pass = { training: true, want: ['lightness', 'colour'] } as const;
        const { lightness, colour } = small.backbone.forward(x, pass);
        return [lightness, colour].map(nested);
      }) as [Vector[], Vector[]];

      const draws = batch.stream.fork('negatives');
      const draw = () => Array.from({ length: options.negatives }, () => draws.integer(16));
      const shared = sharedNegatives ? draw() : undefined;
      let expected = 0;
      batch.indices.forEach((y, i) => {
        const sets = [y, ...(shared ?? draw())];
        for (const [vector, bank] of [
          [l[i]!, before[1]],
          [ab[i]!, before[0]],
        ] as const) {
          const scores = sets.map((row) => dot(vector, bank[row]!) / options.temperature);
          const total = sum(scores.map(Math.exp));
          expected -= Math.log(Math.exp(scores[0]!) / total) / 16;
        }
      });
      expect(Math.abs(outcome - expected)).toBeLessThan(1e-5 * expected);

      const renewed = before.map((bank, side) => {
        const rows = [...bank];
        batch.indices.forEach((y, i) => {
          const mixed = bank[y]!.map((old, c) => 0.2 * old + 0.8 * [l, ab][side]![i]![c]!);
          rows[y] = mixed.map((x) => x / Math.sqrt(dot(mixed, mixed)));
        });
        return rows;
      });
      (await banksOf(small)).forEach((bank, side) => near(bank, renewed[side]!));
      small.dispose();
    },
  );

  it.each([true, false])(
    'starts near 2 · (ln(K + 1) + 0.4) at the paper’s length and temperature (shared: %s)',
    (sharedNegatives) => {
      const [encoder, heads] = [createWeights(stream(1)), createWeights(stream(2))];
      const createBackbone = (weights: Weights) =>
        resnet9Pair.create({ width: 1 / 16, features: 256 }, { weights, channels: 3 });
      const network = { encoder, heads, backbone: createBackbone(encoder), createBackbone };
      const pretext = cmc.create(
        { negatives: 1024, temperature: 0.1, momentum: 0.2, sharedNegatives },
        { ...network, size: SIZE, channels: 3, images: 2000 },
      );
      const loss = tidy(() => pretext.loss(smallBatch(cmc, 1, 0)).loss.dataSync()[0]!);
      expect(Math.abs(loss - 2 * (Math.log(1025) + 0.4))).toBeLessThan(0.5);
      for (const weights of [encoder, heads]) weights.dispose();
    },
  );

  it('goes on from banks that were stored with the same bits', async () => {
    const step = (small: ReturnType<typeof smallPretext>, at: number) =>
      tidy(() => small.pretext.loss(smallBatch(cmc, 8, at)).loss.dataSync()[0]!);
    const straight = smallPretext(cmc, 8, options, resnet9Pair);
    const resumed = smallPretext(cmc, 9, options, resnet9Pair);
    step(straight, 0);
    step(straight, 1);
    resumed.encoder.load(await straight.encoder.records());
    expect(resumed.heads.load(await straight.heads.records())).toEqual([]);
    for (const at of [2, 3]) expect(step(resumed, at)).toBe(step(straight, at));
    expect(await resumed.heads.records()).toEqual(await straight.heads.records());
    for (const small of [straight, resumed]) small.dispose();
  });
});

describe('a memory bank', () => {
  it('starts uniform, with rows of length near 1', () => {
    const heads = createWeights(stream(1));
    const rows = nested(memoryBank(heads, 'bank', 500, 75));
    const reach = Math.max(...rows.flat().map(Math.abs));
    expect(reach).toBeLessThanOrEqual(0.2);
    expect(reach).toBeGreaterThan(0.199);
    expect(sum(rows.map((row) => dot(row, row))) / 500).toBeCloseTo(1, 1);
    heads.dispose();
  });

  it('remembers by hand-worked numbers, the last of two the same', () => {
    const before = memory().numTensors;
    tidy(() => {
      const bank = variable(tensor2d([1, 0, 0, 1, 9, 9], [3, 2]));
      const vectors = tensor2d([0, 2, 3, 0, 0.75, 1], [3, 2]);
      remember(bank, tensor1d([0, 1, 0], 'int32'), vectors, 0.5);
      // (½, ½), 1st of row 0: (½, 1) is overwritten; row 1: (1.5, 0.5) / √2.5; row 0: (0.875, 0.5) / √1.015625.
      near(nested(bank), [
        [0.875 / Math.sqrt(1.015625), 0.5 / Math.sqrt(1.015625)],
        [1.5 / Math.sqrt(2.5), 0.5 / Math.sqrt(2.5)],
        [9, 9],
      ]);
      bank.dispose();
    });
    expect(memory().numTensors).toBe(before);
  });
});
