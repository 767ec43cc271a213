import { stream } from '@nhat/random';
import { pooledVariance, varianceAt } from './pooled-variance';

/** The variance by n that maximises the likelihood, by a search over the ratio v0 · n_min / v1 in steps of 0.1 %. */
function optimum(arm: { n: number; values: number[] }[]): (n: number) => number {
  const squares = arm.map(({ values }) => {
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  });
  const df = arm.map(({ values }) => values.length - 1);
  const all = df.reduce((sum, one) => sum + one, 0);
  let best = { deviance: Infinity, variance: (_n: number) => NaN };
  for (let ratio = 1e-8; ratio < 1e8; ratio *= 1.001) {
    const shape = (n: number) => ratio + arm[0]!.n / n;
    const scale = arm.reduce((sum, { n }, at) => sum + squares[at]! / shape(n), 0) / all;
    const deviance = arm.reduce((sum, { n }, at) => sum + df[at]! * Math.log(scale * shape(n)), 0);
    if (deviance < best.deviance) {
      best = { deviance, variance: (n) => scale * shape(n) };
    }
  }
  return best.variance;
}

describe('pooledVariance', () => {
  it('one budget: the plain pooled variance, by hand', () => {
    // 1, 3: variance 2 (df 1); 2, 4, 6: variance 4 (df 2): pooled (2 + 8) / 3.
    const arms = [[{ n: 50, values: [1, 3] }], [{ n: 50, values: [2, 4, 6] }]];
    expect(pooledVariance(arms)).toEqual({ v0: 10 / 3, v1: 0, df: 3 });
  });

  it('finds v0 and v1 of a large simulation', () => {
    const random = stream('variance');
    const values = (n: number) =>
      Array.from({ length: 3000 }, () => Math.sqrt(0.5 + 200 / n) * random.normal());
    const found = pooledVariance([[50, 200, 1000].map((n) => ({ n, values: values(n) }))])!;
    for (const n of [50, 100, 1000]) {
      expect(varianceAt(found, n) / (0.5 + 200 / n)).toBeCloseTo(1, 1);
    }
  });

  it('is the continuous optimum within 1 % on a ladder that is a thousand times wide', () => {
    const budgets = [100, 1_000, 10_000, 100_000];
    for (let study = 0; study < 20; study++) {
      const random = stream('wide ladder', study);
      const arm = budgets.map((n) => ({
        n,
        values: Array.from({ length: 5 }, () => Math.sqrt(9e-6 + 0.16 / n) * random.normal()),
      }));
      const { v0, v1 } = pooledVariance([arm])!;
      const best = optimum(arm);
      for (const n of budgets) expect(Math.abs((v0 + v1 / n) / best(n) - 1)).toBeLessThan(0.01);
    }
  });

  it('counts cells of one arm as partly repeating each other', () => {
    const arm = [10, 20, 40, 80, 160].map((n) => ({ n, values: [1, 2] }));
    expect(pooledVariance([arm])!.df).toBe(2); // 5 / (1 + 4 · 0.25) = 2.5
    expect(pooledVariance([arm, arm])!.df).toBe(5);
    expect(pooledVariance([arm.slice(0, 1)])!.df).toBe(1);
  });

  it('is null without a repeated cell, 0 when repeats agree', () => {
    expect(pooledVariance([[{ n: 10, values: [1] }], [{ n: 20, values: [2] }]])).toBeNull();
    expect(pooledVariance([[{ n: 10, values: [1, 1] }]])).toEqual({ v0: 0, v1: 0, df: 1 });
  });
});
