import { errorOfMean, imageVariance, mean, studentCoverage, studentQuantile } from '@nhat/curves';
import type { Cell, Variance, WeightedCell } from '@nhat/curves';

/** An estimate with a standard error: a difference of means. */
export interface Difference {
  estimate: number;
  error: number;
  /** Degrees of freedom, a whole number ≥ 1. */
  df: number;
  /** The part of error² that more seeds do not make smaller; 0 where absent. */
  lasting?: number;
}

/** The mean of one cell, with the variance of a run from elsewhere. */
interface Measured {
  cell: Cell;
  variance: Variance;
}

/**
 * one − other of independent cells. Degrees of freedom by Satterthwaite, rounded down, where each has a variance of its own;
 * where both are measured with one estimate of the variance (`shared`) they are those of that estimate, not twice as many.
 */
export function meanDifference(one: Measured, other: Measured, shared = false): Difference {
  const parts = [one, other].map(({ cell, variance }) => ({
    squares: errorOfMean(cell, variance) ** 2,
    df: variance.df,
  }));
  const total = parts.reduce((sum, { squares }) => sum + squares, 0);
  const spread = parts.reduce((sum, { squares, df }) => sum + squares ** 2 / df, 0);
  const least = Math.min(...parts.map(({ df }) => df));
  const df = shared || spread === 0 ? least : total ** 2 / spread;
  return {
    estimate: mean(one.cell.values) - mean(other.cell.values),
    error: Math.sqrt(total),
    df: Math.max(1, Math.floor(df + 1e-9)),
  };
}

/** The mean of independent values, one a seed. Throws a RangeError below two. */
export function meanOf(values: readonly number[]): Difference {
  if (values.length < 2) throw new RangeError(`mean: fewer than two seeds (got ${values.length})`);
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const df = values.length - 1;
  return { estimate: centre, error: Math.sqrt(squares / df / values.length), df };
}

/**
 * A difference whose error holds the choice of test images, too; `cells`: the weighted sum of means that it is. That part counts as known, so
 * that the degrees of freedom are Satterthwaite's for one estimated and one known variance.
 */
export function withTestImages(
  { estimate, error, df }: Difference,
  cells: readonly WeightedCell[],
): Difference {
  const lasting = imageVariance(cells);
  if (lasting === 0) return { estimate, error, df };
  const own = error ** 2;
  const total = own + lasting;
  const known = own === 0 ? df : Math.floor(df * (total / own) ** 2 + 1e-9);
  return { estimate, error: Math.sqrt(total), df: Math.min(known, MOST_DF), lasting };
}

/** As good as a known variance. */
const MOST_DF = 100_000;

/** One-sided p-value against "the truth is at most `bound`". */
export function pAbove({ estimate, error, df }: Difference, bound: number): number {
  const distance = estimate - bound;
  if (error === 0) return distance > 0 ? 0 : 1;
  // A coverage next to 1 may be rounded to more.
  const half = Math.max(0, 1 - studentCoverage(Math.abs(distance) / error, df)) / 2;
  return distance > 0 ? half : 1 - half;
}

/** One-sided p-value against "the truth is at least `bound`". */
export const pBelow = ({ estimate, ...rest }: Difference, bound: number): number =>
  pAbove({ estimate: -estimate, ...rest }, -bound);

/** Student-t interval. */
export function intervalOf({ estimate, error, df }: Difference, coverage: number) {
  const half = studentQuantile(coverage, df) * error;
  return { low: estimate - half, high: estimate + half };
}
