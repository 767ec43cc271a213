import { openEngine, tensor2d, tidy, variable, variableGrads } from '@nhat/engine';
import type { Tensor2D } from '@nhat/engine';
import { unitRows } from '@nhat/models';
import { stream } from '@nhat/random';
import { expectSlopes } from '@nhat/train/testing/slopes';
import { contrast, simclr } from './simclr';
import { fixedRows } from './testing/fixed-rows';
import { smallBatch, smallPretext } from './testing/small-pretext';

const options = { temperature: 0.5, decoupled: true, hidden: 2, outputs: 0.5 };
type Rows = number[][];

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: number[], b: number[]) => sum(a.map((x, i) => x * b[i]!));

/** [2N, width] numbers that are the same on every machine. */
function table(rows: number, width: number, seed = 1): Rows {
  const s = stream('table', seed);
  return Array.from({ length: rows }, () => Array.from({ length: width }, () => s.normal()));
}

/** NT-Xent by its formula, row by row, in double precision; `decoupled` leaves the positive out below the line. */
function naive(rows: Rows, temperature: number, decoupled: boolean): number {
  const z = rows.map((row) => row.map((x) => x / Math.sqrt(dot(row, row))));
  const count = z.length / 2;
  const losses = z.map((row, i) => {
    const other = (i + count) % z.length;
    const below = z.flatMap((candidate, j) =>
      j === i || (decoupled && j === other) ? [] : [Math.exp(dot(row, candidate) / temperature)],
    );
    return -Math.log(Math.exp(dot(row, z[other]!) / temperature) / sum(below));
  });
  return sum(losses) / losses.length;
}

const lossOf = (rows: Rows, temperature: number, decoupled: boolean): number =>
  tidy(() => {
    const z = unitRows(tensor2d(rows));
    return contrast(z, { temperature, decoupled }).loss.dataSync()[0]!;
  });

describe('simclr', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each([
    [0.5, false],
    [0.1, false],
    [0.5, true],
    [0.1, true],
  ])('has the loss of the formula at temperature %s (decoupled: %s)', (temperature, decoupled) => {
    const rows = table(12, 5);
    const expected = naive(rows, temperature, decoupled);
    expect(Math.abs(lossOf(rows, temperature, decoupled) - expected)).toBeLessThan(1e-5);
  });

  it.each([
    [false, 2.427896441178839, [-0.07059023, 0.12538338, -0.16457966, 0.11276431]],
    [true, 2.288133065908336, [-0.07623172, 0.1343506, -0.17571356, 0.11986751]],
  ])(
    'has the loss and the slopes that PyTorch computes (decoupled: %s)',
    (decoupled, expected, slopes) => {
      const z = variable(tensor2d(fixedRows));
      const { value, grads } = variableGrads(
        () => contrast(unitRows(z as unknown as Tensor2D), { temperature: 0.5, decoupled }).loss,
        [z],
      );
      expect(value.dataSync()[0]).toBeCloseTo(expected, 5);
      const row = grads[z.name]!.dataSync().subarray(12, 16);
      slopes.forEach((slope, d) => expect(row[d]).toBeCloseTo(slope, 5));
      z.dispose();
    },
  );

  it.each([false, true])('has the slopes of differences (decoupled: %s)', (decoupled) => {
    const parameter = variable(tensor2d(table(12, 5, 2)));
    const loss = () =>
      contrast(unitRows(parameter as unknown as Tensor2D), { temperature: 0.3, decoupled }).loss;
    expectSlopes([parameter], loss);
    const { grads } = variableGrads(loss, [parameter]);
    expect(Math.max(...grads[parameter.name]!.dataSync())).toBeGreaterThan(1e-3);
    parameter.dispose();
  });

  it('finds every view when pairs are alike, and none when all rows are', () => {
    const half = table(8, 6, 3);
    const accuracyOf = (rows: Rows) =>
      tidy(
        () =>
          contrast(unitRows(tensor2d(rows)), {
            temperature: 0.2,
            decoupled: false,
          }).metrics.accuracy.dataSync()[0]!,
      );
    expect(accuracyOf([...half, ...half])).toBe(1);
    const same = half.map(() => half[0]!);
    expect(accuracyOf([...same, ...same])).toBeLessThan(0.2);
  });

  it('starts near ln(2 N − 1) at a high temperature', () => {
    const small = smallPretext(simclr, 3, { ...options, temperature: 10, decoupled: false });
    const loss = tidy(() => small.pretext.loss(smallBatch(simclr, 3, 0)).loss.dataSync()[0]!);
    expect(Math.abs(loss - Math.log(31))).toBeLessThan(0.1);
    small.dispose();
  });

  it('has a projector of the widths that a document gives, in multiples of the features', async () => {
    const small = smallPretext(simclr, 4, { ...options, hidden: 3, outputs: 0.25 });
    const shapes = (await small.heads.records()).map(
      ({ name, shape }) => `${name} ${shape.join()}`,
    );
    expect(shapes).toEqual(
      expect.arrayContaining(['simclr.0.weight 16,48', 'simclr.out.weight 48,4']),
    );
    small.dispose();
  });
});
