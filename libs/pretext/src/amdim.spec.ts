import { openEngine, tensor4d, tidy } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { amdim } from './amdim';
import { SIZE, smallBatch, smallPretext } from './testing/small-pretext';

const options = { clip: 30, regulariser: 0.05 };

type Vector = number[];

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: number[]) => sum(values) / values.length;
const dot = (a: Vector, b: Vector) => sum(a.map((x, i) => x * b[i]!));

/** The formulas of the released code, one place after the other: [image] sources, [image][place] targets. */
function naivePrediction(sources: Vector[], targets: Vector[][], clip: number) {
  const raw = sources.map((s) =>
    targets.map((places) => places.map((t) => dot(s, t) / Math.sqrt(s.length))),
  );
  const score = (q: number) => clip * Math.tanh(q / clip);
  const losses = raw.flatMap((row, i) =>
    row[i]!.map((own) => {
      const others = row.filter((_, j) => j !== i).flat();
      const rest = sum(others.map((q) => Math.exp(score(q))));
      return -Math.log(Math.exp(score(own)) / (Math.exp(score(own)) + rest));
    }),
  );
  return { loss: mean(losses), power: mean(raw.flat(2).map((q) => q * q)) };
}

/** Adaptive average by its definition, of [size][size] vectors. */
function naivePool(map: Vector[][], side: number): Vector[] {
  const size = map.length;
  const range = (cell: number) => {
    const from = Math.floor((cell * size) / side);
    const to = Math.ceil(((cell + 1) * size) / side);
    return Array.from({ length: to - from }, (_, i) => from + i);
  };
  return Array.from({ length: side * side }, (_, at) => {
    const ys = range(Math.floor(at / side));
    const cell = ys.flatMap((y) => range(at % side).map((x) => map[y]![x]!));
    return cell[0]!.map((_, c) => mean(cell.map((vector) => vector[c]!)));
  });
}

const nested = <T>(x: Tensor): T => x.arraySync() as T;

describe('amdim', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each([
    ['as it is', 1, 30],
    ['where the clip bends scores', 40, 2],
  ])('has the loss of the formulas, %s', async (_, scale, clip) => {
    const small = smallPretext(amdim, 5, { clip, regulariser: 0.05 });
    const spread = await small.heads.records();
    for (const { values } of spread) values.forEach((x, i) => (values[i] = x * scale));
    small.heads.load(spread);
    const batch = smallBatch(amdim, 5, 0);
    const found = tidy(() => small.pretext.loss(batch).loss.dataSync()[0]!);

    const weights = new Map(spread.map(({ name, values }) => [name, values]));
    const views = batch.views.flatMap(({ values }) => [...values]);
    const { features, coarse, fine } = tidy(() => {
      const x = tensor4d(views, [32, SIZE, SIZE, 3]);
      const local = small.backbone.forward(x, {
        training: true,
        want: ['features', 'coarse', 'fine'],
      });
      return {
        features: nested<Vector[]>(local.features),
        coarse: nested<Vector[][][]>(local.coarse),
        fine: nested<Vector[][][]>(local.fine),
      };
    });
    const embed = (name: string) => (x: Vector) =>
      features[0]!.map((_, to) => {
        const [weight, bias] = [weights.get(`${name}.weight`)!, weights.get(`${name}.bias`)!];
        return bias[to]! + sum(x.map((value, from) => value * weight[from * bias.length + to]!));
      });
    const conv = (maps: Vector[][][], name: string) =>
      maps.map((map) => map.map((row) => row.map(embed(name))));
    const five = conv(coarse, 'amdim.local5').map((map) => naivePool(map, 5));
    const seven = conv(fine, 'amdim.local7').map((map) => naivePool(map, 7));
    const draws = batch.stream.fork('places');
    const place = five.map((places) => places[draws.integer(25)]!);

    const halves = <T>(list: T[]) => [list.slice(0, 16), list.slice(16)] as const;
    let expected = 0;
    for (const [sources, targets] of [
      [features, five],
      [features, seven],
      [place, five],
    ] as const) {
      const [s1, s2] = halves(sources);
      const [t1, t2] = halves(targets);
      const forth = naivePrediction(s1, t2, clip);
      const back = naivePrediction(s2, t1, clip);
      expected += (forth.loss + back.loss) / 2 + 0.5 * 0.05 * (forth.power + back.power);
    }
    expect(Math.abs(found - expected)).toBeLessThan(1e-4 * expected);
    small.dispose();
  });

  it('starts near ln(1 + (batch − 1) · places) for each pair', () => {
    const small = smallPretext(amdim, 0, options);
    const { metrics } = small.pretext.loss(smallBatch(amdim, 0, 0));
    const expected = { oneToFive: 25, oneToSeven: 49, fiveToFive: 25 };
    for (const [name, places] of Object.entries(expected)) {
      const start = Math.log(1 + 15 * places);
      expect(Math.abs(metrics[name]!.dataSync()[0]! - start)).toBeLessThan(0.35);
    }
    small.dispose();
  });

  it('stays finite at scores far beyond the clip', async () => {
    const small = smallPretext(amdim, 1, options);
    const records = await small.heads.records();
    for (const { values } of records) values.forEach((x, i) => (values[i] = x * 1e6));
    small.heads.load(records);
    const { loss, metrics } = small.pretext.loss(smallBatch(amdim, 1, 0));
    for (const value of [loss, ...Object.values(metrics)]) {
      expect(Number.isFinite(value.dataSync()[0]!)).toBe(true);
    }
    for (const value of Object.values(metrics)) {
      expect(value.dataSync()[0]!).toBeLessThanOrEqual(60 + Math.log(1 + 15 * 49));
    }
    small.dispose();
  });
});
