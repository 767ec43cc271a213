import { mean, pooledVariance, varianceAt } from '@nhat/curves';
import type { Ladder, Variance } from '@nhat/curves';

/** Twice the gain in log likelihood above which the spread of runs counts as falling with n; budgets share seeds, so it is large. */
const SHOWN = 4;

/**
 * The variance of a run at n for a test at one budget: that of the fit v0 + v1/n where a fall with n is shown, else the larger of it and of one
 * variance for all budgets. The fit can fall with n but not rise, so by chance it is too small at the largest budget: without this a test at
 * 5 % there is wrong in 6.3 % of studies with five seeds whose spread is the same at all budgets.
 */
export function varianceAtBudget(
  fitted: Variance,
  ladders: readonly Ladder[],
  n: number,
): Variance {
  const samples = ladders.flat().flatMap(({ n: budget, values }) => {
    const centre = mean(values);
    const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    return values.length > 1 ? [{ n: budget, squares, df: values.length - 1 }] : [];
  });
  const shape = pooledVariance(ladders);
  const total = samples.reduce((sum, { df }) => sum + df, 0);
  const level = samples.reduce((sum, { squares }) => sum + squares, 0) / total;
  const value = varianceAt(fitted, n);
  if (!shape || !(level > 0)) return { v0: value, v1: 0, df: fitted.df };
  const deviance = (variance: (budget: number) => number) =>
    samples.reduce((sum, { n: budget, squares, df }) => {
      const expected = variance(budget);
      return sum + df * Math.log(expected) + squares / expected;
    }, 0);
  const gain = deviance(() => level) - deviance((budget) => varianceAt(shape, budget));
  return { v0: gain > SHOWN ? value : Math.max(value, level), v1: 0, df: fitted.df };
}
