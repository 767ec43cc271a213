import { stream } from '@nhat/random';
import { pooledVariance } from '@nhat/curves';
import type { Ladder } from '@nhat/curves';
import { varianceAtBudget } from './variance-at-budget';

const ladder = (deviation: (n: number) => number, study: number): Ladder => {
  const random = stream('variance', study);
  return [50, 100, 200, 400, 800].map((n) => ({
    n,
    values: Array.from({ length: 5 }, () => deviation(n) * random.normal()),
  }));
};
/** Means over 200 studies of the variance at 800 labels, by the fit and by the rule for tests. */
const means = (deviation: (n: number) => number) => {
  const sums = { fit: 0, rule: 0 };
  for (let study = 0; study < 200; study++) {
    const cells = ladder(deviation, study);
    const fitted = pooledVariance([cells])!;
    sums.fit += (fitted.v0 + fitted.v1 / 800) / 200;
    sums.rule += varianceAtBudget(fitted, [cells], 800).v0 / 200;
  }
  return sums;
};

it('is not too small at the largest budget where the spread is the same at all', () => {
  const { fit, rule } = means(() => 1);
  expect(fit).toBeLessThan(0.93);
  expect(rule).toBeGreaterThan(0.95);
  expect(rule).toBeLessThan(1.1);
});

it('follows the fit where the spread clearly falls', () => {
  const { rule } = means((n) => Math.sqrt(50 / n));
  // One variance for all budgets would be six times as large.
  expect(rule).toBeLessThan(2 * (50 / 800));
});

it('of runs that are all equal is 0', () => {
  const cells = [100, 200].map((n) => ({ n, values: [1, 1] }));
  expect(varianceAtBudget({ v0: 0, v1: 0, df: 2 }, [cells], 200)).toMatchObject({ v0: 0, v1: 0 });
});
