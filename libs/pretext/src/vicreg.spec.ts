import { openEngine, tensor2d, tidy, variable, variableGrads } from '@nhat/engine';
import type { Tensor2D } from '@nhat/engine';
import { stream } from '@nhat/random';
import { expectSlopes } from '@nhat/train/testing/slopes';
import { fixedRows } from './testing/fixed-rows';
import { smallPretext } from './testing/small-pretext';
import { regularised, vicreg } from './vicreg';

type Rows = number[][];
const weights = { invariance: 25, variance: 25, covariance: 1 };

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: number[]) => sum(values) / values.length;

function table(rows: number, width: number, { seed = 1, scale = 0.7 } = {}): Rows {
  const s = stream('table', seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: width }, () => 0.4 + scale * s.normal()),
  );
}

/** The three terms by their formulas, dimension by dimension, in double precision. */
function naive(rows: Rows) {
  const count = rows.length / 2;
  const views = [rows.slice(0, count), rows.slice(count)] as const;
  const width = rows[0]!.length;
  const invariance = mean(
    views[0].flatMap((row, i) => row.map((x, d) => (x - views[1][i]![d]!) ** 2)),
  );
  let [variance, covariance] = [0, 0];
  for (const view of views) {
    const column = (d: number) => view.map((row) => row[d]!);
    const centred = Array.from({ length: width }, (_, d) => {
      const middle = mean(column(d));
      return column(d).map((x) => x - middle);
    });
    const between = (a: number, b: number) =>
      sum(centred[a]!.map((x, i) => x * centred[b]![i]!)) / (count - 1);
    variance += mean(centred.map((_, d) => Math.max(0, 1 - Math.sqrt(between(d, d) + 1e-4))));
    for (let a = 0; a < width; a++)
      for (let b = 0; b < width; b++) if (a !== b) covariance += between(a, b) ** 2 / width;
  }
  return { invariance, variance, covariance };
}

const termsOf = (rows: Rows) =>
  tidy(() => {
    const { loss, metrics } = regularised(tensor2d(rows), weights);
    const read = Object.entries(metrics).map(([name, term]) => [name, term.dataSync()[0]!]);
    return { loss: loss.dataSync()[0]!, terms: Object.fromEntries(read) as typeof metrics };
  });

describe('vicreg', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each([
    ['dimensions that vary too little', 0.3],
    ['dimensions that vary enough, in part', 1],
    ['dimensions that vary', 3],
  ])('has the terms of the formulas: %s', (_, scale) => {
    const rows = table(14, 6, { scale });
    const expected = naive(rows);
    const { loss, terms } = termsOf(rows);
    for (const [name, value] of Object.entries(expected)) {
      const found = terms[name as keyof typeof terms] as unknown as number;
      expect(Math.abs(found - value)).toBeLessThan(1e-5 * Math.max(1, value));
    }
    const total = 25 * expected.invariance + 25 * expected.variance + expected.covariance;
    expect(Math.abs(loss - total)).toBeLessThan(1e-5 * total);
  });

  it('has the loss and the slopes that PyTorch computes', () => {
    const z = variable(tensor2d(fixedRows));
    const loss = () => regularised(z as unknown as Tensor2D, weights).loss;
    const { value, grads } = variableGrads(loss, [z]);
    expect(value.dataSync()[0]).toBeCloseTo(34.38077404278508, 4);
    const row = grads[z.name]!.dataSync().subarray(12, 16);
    [-2.42892537, 1.87869268, -2.08389437, 2.93779411].forEach((slope, d) =>
      expect(row[d]).toBeCloseTo(slope, 4),
    );
    z.dispose();
  });

  it('has the slopes of differences', () => {
    for (const scale of [0.3, 1]) {
      const parameter = variable(tensor2d(table(14, 6, { seed: 2, scale })));
      expectSlopes([parameter], () => regularised(parameter as unknown as Tensor2D, weights).loss);
      parameter.dispose();
    }
  });

  it('punishes a collapse: to one vector by variance, to one direction by covariance', () => {
    const rows = table(16, 6, { scale: 3 });
    const one = termsOf(rows.map(() => rows[0]!)).terms;
    expect(one.variance).toBeCloseTo(2 * (1 - 0.01), 4);
    const line = termsOf(rows.map((row) => row.map(() => row[0]!))).terms;
    const apart = termsOf(rows).terms;
    expect(Number(line.covariance)).toBeGreaterThan(3 * Number(apart.covariance));
  });

  it('has a projector of three layers of the widths that a document gives', async () => {
    const options = { ...weights, hidden: 2, outputs: 1.5 };
    const small = smallPretext(vicreg, 4, options);
    const shapes = (await small.heads.records()).map(
      ({ name, shape }) => `${name} ${shape.join()}`,
    );
    expect(shapes).toEqual(
      expect.arrayContaining([
        'vicreg.0.weight 16,32',
        'vicreg.1.weight 32,32',
        'vicreg.out.weight 32,24',
      ]),
    );
    small.dispose();
  });
});
