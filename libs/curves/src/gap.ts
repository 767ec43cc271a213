import { valueAt } from './curve';
import type { Curve, LabelScale } from './curve';
import { mean } from './ladder';
import type { Cell, Ladder } from './ladder';
import type { Variance } from './pooled-variance';
import { errorOfMean } from './resample';
import { studentQuantile } from './student';

/** The vertical gap at one budget: what pretraining adds to the metric. Defined wherever scratch is, never censored. */
export interface Gap {
  /** Mean of training from scratch at n (read from the curve when n is no budget of scratch; null outside the ladder). */
  scratch: number | null;
  /** Mean of the finetuned runs. */
  finetuned: number;
  /** finetuned − scratch. */
  gap: number | null;
  gapLow: number | null;
  gapHigh: number | null;
}

/** Gap with its Student-t interval; the arms count as independent, though they share label draws. */
export function gapAt(
  scratch: Ladder,
  { curve, scale }: { curve: Curve; scale: LabelScale },
  finetuned: Cell,
  variance: Variance | null,
  coverage: number,
): Gap {
  const measured = scratch.find(({ n }) => n === finetuned.n);
  const below = measured ? mean(measured.values) : valueAt(curve, finetuned.n, scale);
  const above = mean(finetuned.values);
  if (below === null)
    return { scratch: null, finetuned: above, gap: null, gapLow: null, gapHigh: null };
  const gap = above - below;
  if (!variance) return { scratch: below, finetuned: above, gap, gapLow: null, gapHigh: null };
  const errors = (measured ? [measured] : neighbours(scratch, finetuned.n)).map((cell) =>
    errorOfMean(cell, variance),
  );
  const half =
    studentQuantile(coverage, variance.df) *
    Math.hypot(Math.max(...errors), errorOfMean(finetuned, variance));
  return { scratch: below, finetuned: above, gap, gapLow: gap - half, gapHigh: gap + half };
}

const neighbours = (ladder: Ladder, n: number): Cell[] => {
  const right = ladder.findIndex((cell) => cell.n > n);
  return [ladder[right - 1]!, ladder[right]!];
};
