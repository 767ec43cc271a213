import { checkDraws, tailOf } from '../interval';
import { armOf } from './panel';
import type { DrawnUtility, PanelDraws } from './panel-draws';

/** One term of a weighted sum of utilities. */
export interface ContrastTerm {
  utility: DrawnUtility;
  weight: number;
}

/** A weighted sum T of utilities, in doublings: a difference, a mean over budgets, a slope. */
export interface Contrast {
  /** T of the means. */
  estimate: number;
  /** The interval at the stated coverage. */
  low: number;
  high: number;
  /** One-sided p-values: against T ≤ 0 and against T ≥ 0; at least 1 / (draws + 1). */
  pAbove: number;
  pBelow: number;
  /** Standard deviation of T over the draws. */
  error: number;
  /** Some term speaks of one pretrained network, not of its method. */
  thisNetworkOnly: boolean;
}

/** A budget whose draws lie outside the ladder more often is not compared. */
export const MOST_CENSORED = 0.2;

/** Share of the draws that lie outside the ladder. */
export const censoredShare = ({ side }: DrawnUtility): number =>
  side.reduce((count, value) => count + Math.abs(value), 0) / side.length;

/** The budgets of an arm that can be compared, and those whose draws lie outside the ladder too often. */
export function comparable(utilities: readonly DrawnUtility[]): {
  kept: DrawnUtility[];
  dropped: DrawnUtility[];
} {
  const isKept = (utility: DrawnUtility) => censoredShare(utility) <= MOST_CENSORED;
  return {
    kept: utilities.filter(isKept),
    dropped: utilities.filter((utility) => !isKept(utility)),
  };
}

/**
 * The weighted sum of utilities over draws. Terms of one panel share its scratch curve in every draw; terms of different panels are
 * independent. A draw is an interval where it is not a point: the lower end of T takes the low ends of positive terms and the
 * high ends of negative ones, so a flat stretch or a censored draw makes T less sure, never more. Throws a
 * RangeError without terms, with different numbers of draws, or with fewer than five draws in a tail.
 */
export function contrast(terms: readonly ContrastTerm[], coverage: number): Contrast {
  const { low, high } = summed(terms);
  const draws = low.length;
  checkDraws(coverage, draws);
  const tail = tailOf(coverage, draws);
  const count = (values: Float64Array, test: (value: number) => boolean) =>
    values.reduce((sum, value) => sum + (test(value) ? 1 : 0), 0);
  return {
    estimate: terms.reduce((sum, { utility, weight }) => sum + weight * utility.estimate, 0),
    low: low.toSorted()[tail - 1]!,
    high: high.toSorted()[draws - tail]!,
    pAbove: (1 + count(low, (value) => value <= 0)) / (draws + 1),
    pBelow: (1 + count(high, (value) => value >= 0)) / (draws + 1),
    error: deviation(low.map((value, at) => (value + high[at]!) / 2)),
    thisNetworkOnly: terms.some(({ utility }) => utility.thisNetworkOnly),
  };
}

/** The lower and the upper end of T in each draw. */
export function summed(terms: readonly ContrastTerm[]): { low: Float64Array; high: Float64Array } {
  const draws = terms[0]?.utility.low.length ?? 0;
  if (terms.some(({ utility }) => utility.low.length !== draws) || draws === 0) {
    const counts = terms.map(({ utility }) => utility.low.length).join(', ') || 'no terms';
    throw new RangeError(`contrast: terms need equally many draws (got ${counts})`);
  }
  const sum = (end: 'low' | 'high') => {
    const total = new Float64Array(draws);
    for (const { utility, weight } of terms) {
      const values = (end === 'low') === weight > 0 ? utility.low : utility.high;
      for (let draw = 0; draw < draws; draw++) total[draw]! += weight * values[draw]!;
    }
    return total;
  };
  return { low: sum('low'), high: sum('high') };
}

/** Weights of the mean. */
export const meanTerms = (utilities: readonly DrawnUtility[], sign = 1): ContrastTerm[] =>
  utilities.map((utility) => ({ utility, weight: sign / utilities.length }));

/** Weights of the least-squares slope of λ, in doublings per doubling of n. Throws a RangeError below two budgets. */
export function slopeTerms(utilities: readonly DrawnUtility[], sign = 1): ContrastTerm[] {
  if (utilities.length < 2) throw new RangeError('slope: fewer than two budgets');
  const x = utilities.map(({ n }) => Math.log2(n));
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length;
  const squares = x.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return utilities.map((utility, at) => ({
    utility,
    weight: (sign * (x[at]! - centre)) / squares,
  }));
}

/** The utilities of two arms at the budgets that both have and that can be compared, and the budgets left out. */
export function commonBudgets(
  one: readonly DrawnUtility[],
  other: readonly DrawnUtility[],
): { pairs: [DrawnUtility, DrawnUtility][]; dropped: number[] } {
  const matches = one.flatMap((utility): [DrawnUtility, DrawnUtility][] => {
    const match = other.find(({ n }) => n === utility.n);
    return match ? [[utility, match]] : [];
  });
  const isKept = (pair: [DrawnUtility, DrawnUtility]) =>
    pair.every((utility) => censoredShare(utility) <= MOST_CENSORED);
  return {
    pairs: matches.filter(isKept),
    dropped: matches.filter((pair) => !isKept(pair)).map(([{ n }]) => n),
  };
}

/** Terms of the mean over pairs of (first − second). */
export const differenceTerms = (
  pairs: readonly (readonly [DrawnUtility, DrawnUtility])[],
): ContrastTerm[] => [
  ...meanTerms(pairs.map(([one]) => one)),
  ...meanTerms(
    pairs.map(([, other]) => other),
    -1,
  ),
];

/** The utilities of an arm of a panel, by its name. */
export const utilitiesOf = (draws: PanelDraws, arm: string): DrawnUtility[] =>
  armOf(draws, arm).utilities;

function deviation(values: Float64Array): number {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
