import { tailOf } from '../interval';
import { summed, meanTerms } from './contrast';
import type { DrawnUtility } from './panel-draws';

/** Where an arm stands among others by its mean utility; rank 1 is the best. */
export interface Rank {
  arm: string;
  /** Mean λ over the budgets, of the means. */
  estimate: number;
  /** Interval of the rank. */
  low: number;
  high: number;
  /** Share of the draws in which the arm is the best; ties are shared. */
  best: number;
}

/**
 * Ranks of arms of one panel by the mean of λ over the same budgets. A draw that is an interval counts with its middle.
 * Throws a RangeError where an arm has no utility.
 */
export function ranks(arms: readonly (readonly DrawnUtility[])[], coverage: number): Rank[] {
  const means = arms.map((utilities) => {
    const { low, high } = summed(meanTerms(utilities));
    return low.map((value, at) => (value + high[at]!) / 2);
  });
  const draws = means[0]?.length ?? 0;
  const tail = tailOf(coverage, draws);
  return arms.map((utilities, at) => {
    const places = Float64Array.from({ length: draws }, (_, draw) => {
      const own = means[at]![draw]!;
      return 1 + means.filter((values) => values[draw]! > own).length;
    });
    const shares = places.map((place, draw) => {
      if (place > 1) return 0;
      return 1 / means.filter((values) => values[draw] === means[at]![draw]).length;
    });
    const sorted = places.toSorted();
    return {
      arm: utilities[0]!.arm,
      estimate: utilities.reduce((sum, { estimate }) => sum + estimate, 0) / utilities.length,
      low: sorted[tail - 1]!,
      high: sorted[draws - tail]!,
      best: shares.reduce((sum, share) => sum + share, 0) / draws,
    };
  });
}
