import { oriented } from '../ladder';
import { ladderOf } from '../learning-curve';
import type { LearningCurve } from '../learning-curve';
import { utilities } from '../utility';
import type { UtilityOptions, PaperPoint } from '../utility';

/**
 * Utility of the finetuned arm at each of its budgets. Means come back in the natural sign of the metric; the
 * gap is positive where pretraining is better.
 */
export function compareCurves(
  scratch: LearningCurve,
  finetuned: LearningCurve,
  options: UtilityOptions,
): PaperPoint[] {
  const { higherIsBetter } = scratch;
  if (finetuned.higherIsBetter !== higherIsBetter) {
    throw new RangeError(`${finetuned.arm}: its metric points the other way than that of scratch`);
  }
  return utilities(ladderOf(scratch), ladderOf(finetuned), options).map((point) => ({
    ...point,
    scratch: point.scratch === null ? null : oriented(point.scratch, higherIsBetter),
    finetuned: oriented(point.finetuned, higherIsBetter),
  }));
}
