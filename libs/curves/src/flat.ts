import { isotonic } from './isotonic';
import { countsOf, mean } from './ladder';
import type { Ladder } from './ladder';
import type { Variance } from './pooled-variance';
import { errorOfMean } from './resample';
import { studentQuantile } from './student';

/** Whether the monotone fit fails to rise from the first to the last budget by more than its errors explain. */
export function isFlat(scratch: Ladder, variance: Variance | null, coverage: number): boolean {
  if (scratch.length === 1) return false;
  const fit = isotonic(
    scratch.map(({ values }) => mean(values)),
    countsOf(scratch),
  );
  const rise = fit.at(-1)! - fit[0]!;
  if (!variance) return rise <= 0;
  const error = Math.hypot(
    errorOfMean(scratch[0]!, variance),
    errorOfMean(scratch.at(-1)!, variance),
  );
  return rise - studentQuantile(coverage, variance.df) * error <= 0;
}
