import { stream } from '@nhat/random';
import { pooledVariance, varianceAt } from './pooled-variance';

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
