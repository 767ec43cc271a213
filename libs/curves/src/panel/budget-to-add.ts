import { ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
import type { DrawnUtility } from './panel-draws';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';
import { bendPart, totalOf, varianceParts } from './variance-parts';
import type { VarianceParts } from './variance-parts';

/** A budget from scratch that would narrow the interval of a utility. */
export interface BudgetToAdd {
  /** Labelled images, on the grid of quarter doublings of 25. */
  n: number;
  /**
   * `above`, `below`: n̂ lies outside the ladder. `distant`: its interval touches two neighbours more than twice apart, between which
   * more seeds do not help; the interval may miss the truth where the curve has a knee there. `noise`: another budget
   * narrows it as more seeds would.
   */
  reason: 'above' | 'below' | 'distant' | 'noise';
  /** Standard deviation of λ with the budget, as a share of that without; null where n̂ lies outside the ladder. */
  narrowing: number | null;
}

/** Neighbouring budgets up to this factor apart are close: their intervals held the truth in simulation. */
const CLOSE = 2;
/** A budget this near to another, in doublings, is the same one. */
const APART = 0.25;
/** A request for less than this is no request. */
const WORTHWHILE = 0.9;
const ROUNDING = 1e-9;

/** The label count on the grid of quarter doublings of 25 that is nearest to `labels`; methods share budgets on it. */
export const onGrid = (labels: number): number =>
  Math.round(25 * 2 ** (Math.round(4 * Math.log2(labels / 25)) / 4));

/**
 * The scratch budget that would narrow the interval of λ most; null where none helps by a tenth. It is the grid budget near
 * n̂ with the smallest predicted variance, where the new mean lies on the curve and has as many runs as its neighbours. Where n̂
 * lies in close quarters but its interval reaches into a gap, the middle of that gap.
 */
export function budgetToAdd(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  utility: DrawnUtility,
  coverage: number,
): BudgetToAdd | null {
  const budgets = ladderOfRuns(panel.scratch).map(({ n }) => n);
  if (utility.status === 'censored-high') {
    return { n: onGrid(2 * budgets.at(-1)!), reason: 'above', narrowing: null };
  }
  if (utility.status === 'censored-low') {
    return { n: onGrid(budgets[0]! / 2), reason: 'below', narrowing: null };
  }
  const gap = distantStep(budgets, utility, coverage);
  const parts = varianceParts(panel, spread, arm, utility.n);
  const best = parts && bestCandidate(budgets, parts);
  if (gap === null) return best && best.narrowing! < WORTHWHILE ? best : null;
  const nHat = utility.n * 2 ** utility.estimate;
  const inside = best && nHat >= gap[0] && nHat <= gap[1];
  if (inside) return { ...best, reason: 'distant' };
  return { n: onGrid(Math.sqrt(gap[0] * gap[1])), reason: 'distant', narrowing: null };
}

/** The widest pair of neighbours more than twice apart that the interval of n̂ touches; null: none. */
export function distantStep(
  budgets: readonly number[],
  utility: DrawnUtility,
  coverage: number,
): [from: number, to: number] | null {
  const { low, high } = utilityInterval(utility, coverage);
  const steps = budgets.slice(1).flatMap((to, at): [number, number][] => {
    const from = budgets[at]!;
    const touches =
      to > utility.n * 2 ** low * (1 + ROUNDING) && from < utility.n * 2 ** high * (1 - ROUNDING);
    return touches && to > CLOSE * from * (1 + ROUNDING) ? [[from, to]] : [];
  });
  const ratio = ([from, to]: [number, number]) => to / from;
  return steps.reduce<[number, number] | null>(
    (widest, step) => (widest && ratio(widest) >= ratio(step) ? widest : step),
    null,
  );
}

function bestCandidate(budgets: readonly number[], parts: VarianceParts): BudgetToAdd | null {
  const right = budgets.findIndex((n) => Math.log2(n) >= parts.labels - ROUNDING);
  const [from, to] = [budgets[Math.max(0, right - 1)]!, budgets[right]!];
  if (right < 0) return null;
  const before = totalOf(parts);
  const middle = 4 * Math.log2(2 ** parts.labels / 25);
  const candidates = [-3, -2, -1, 0, 1, 2, 3]
    .map((step) => onGrid(25 * 2 ** ((Math.round(middle) + step) / 4)))
    .filter((n) => budgets.every((other) => Math.abs(Math.log2(n / other)) >= APART - 0.05))
    .filter((n) => n > from && n < to);
  const options = candidates.map((n): BudgetToAdd => {
    const narrowing = Math.sqrt(predicted(parts, [from, to], n) / before);
    return { n, reason: 'noise', narrowing };
  });
  return options.reduce<BudgetToAdd | null>(
    (best, option) => (best && best.narrowing! <= option.narrowing! ? best : option),
    null,
  );
}

/** The variance of λ with a budget at n between `from` and `to`, where the curve is a straight line in log n. */
function predicted(parts: VarianceParts, [from, to]: [number, number], n: number): number {
  const [left, right] = Math.log2(n) < parts.labels ? [n, to] : [from, n];
  const width = Math.log2(right / left);
  const share = (parts.labels - Math.log2(left)) / width;
  const whole = wholePart(parts);
  const scratch = ((1 - share) ** 2 + share ** 2) * whole;
  return scratch + parts.finetuned.part + parts.network + parts.images + bendPart(share, width);
}

/** The squared error of one scratch mean near n̂, in doublings, from the shares with which its neighbours enter. */
function wholePart({ scratch, labels }: VarianceParts): number {
  const [left, right] = scratch;
  if (!right) return left!.part;
  const share = (labels - Math.log2(left!.n)) / Math.log2(right.n / left!.n);
  return (left!.part / (1 - share) ** 2 + right.part / share ** 2) / 2;
}
