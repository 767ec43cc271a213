import { ladderOf } from './learning-curve';
import type { LearningCurve } from './learning-curve';
import { pooledVariance } from './pooled-variance';
import { errorOfMean } from './resample';
import { studentQuantile } from './student';

/** Half the width of the interval of a mean, at each budget of a curve. */
export type HalfWidths = Map<number, number>;

/**
 * Student-t half widths of the means of curves that belong together (one data set, network and task), with the
 * variance of a run pooled over all of them; null when no budget of any curve ran twice.
 */
export function meanBands(curves: readonly LearningCurve[], coverage: number): HalfWidths[] | null {
  const ladders = curves.map(ladderOf);
  const variance = pooledVariance(ladders);
  if (!variance) return null;
  const quantile = studentQuantile(coverage, variance.df);
  return ladders.map(
    (ladder) => new Map(ladder.map((c) => [c.n, quantile * errorOfMean(c, variance)])),
  );
}
