import type { UtilityPoint } from '@nhat/curves';
import { isRefused, outcomeOf, REASONS } from './outcome';
import type { Comparison } from './report';

/**
 * What pretraining saves at n labels, in labels: U · n, and the ends of its interval. Null ends: no interval. An open end or an open
 * value is a bound: more (`>`) or fewer (`<`) than that.
 */
export interface Saving {
  n: number;
  saved: number;
  open: '' | '>' | '<';
  low: number | null;
  high: number | null;
  lowOpen: boolean;
  highOpen: boolean;
}

/** No number of labels can be stated at n, and why: a clause. */
export interface NoSaving {
  n: number;
  because: string;
}

/**
 * The price of a label from which pretraining pays, in hours of computing; Infinity: at no price. Of an arm that takes less computing than
 * scratch it is minus the price up to which it pays; −Infinity: at every price.
 */
export interface BreakEven {
  hours: number;
  /** From as many labels as the interval allows to as few; null without an interval. */
  least: number | null;
  most: number | null;
}

export const isSaving = (reading: Saving | NoSaving): reading is Saving => 'saved' in reading;

/**
 * What pretraining saves at n: at a budget its point, between two budgets log2(n̂/n) and its ends interpolated linearly in log n.
 * Nothing is stated outside the budgets, nor between budgets of which one has no number.
 */
export function savingAt(points: readonly UtilityPoint[], n: number): Saving | NoSaving {
  const at = points.find((point) => point.n === n);
  if (at !== undefined) return savingOf(at);
  const below = points.filter((point) => point.n < n).at(-1);
  const above = points.find((point) => point.n > n);
  if (below === undefined || above === undefined) {
    return { n, because: 'it lies outside the budgets of this study' };
  }
  const [a, b] = [savingOf(below), savingOf(above)];
  if (!isSaving(a)) return { n, because: `at ${a.n} labels ${a.because}` };
  if (!isSaving(b)) return { n, because: `at ${b.n} labels ${b.because}` };
  if (a.open !== '' && b.open !== '' && a.open !== b.open) {
    return { n, because: 'the budgets around it have bounds in different directions' };
  }
  const share = Math.log(n / a.n) / Math.log(b.n / a.n);
  const between = (x: number, y: number) => {
    const [from, to] = [Math.log(1 + x / a.n), Math.log(1 + y / b.n)];
    return n * (Math.exp(from + share * (to - from)) - 1);
  };
  const hasEnds = a.low !== null && a.high !== null && b.low !== null && b.high !== null;
  return {
    n,
    saved: between(a.saved, b.saved),
    open: a.open || b.open,
    low: hasEnds ? between(a.low!, b.low!) : null,
    high: hasEnds ? between(a.high!, b.high!) : null,
    lowOpen: a.lowOpen || b.lowOpen,
    highOpen: a.highOpen || b.highOpen,
  };
}

function savingOf(point: UtilityPoint): Saving | NoSaving {
  const { n, utility, status, low, high, lowOpen, highOpen } = point;
  const outcome = outcomeOf(point);
  if (utility === null || isRefused(outcome) || outcome === 'wide') {
    return { n, because: REASONS[outcome] || 'there is no number' };
  }
  const open = ({ exact: '', 'censored-high': '>', 'censored-low': '<' } as const)[status];
  return {
    ...{ n, open, saved: n * utility, lowOpen, highOpen },
    low: low === null ? null : n * low,
    high: high === null ? null : n * high,
  };
}

/** The price of a label, in hours of computing, at which the labels saved are worth `hours` of pretraining. */
export const breakEven = ({ saved, low, high }: Saving, hours: number): BreakEven => ({
  hours: pricePer(hours, saved),
  least: high === null ? null : pricePer(hours, high),
  most: low === null ? null : pricePer(hours, low),
});

function pricePer(hours: number, labels: number): number {
  if (hours < 0) return labels < 0 ? -hours / labels : -Infinity;
  return labels > 0 ? hours / labels : Infinity;
}

/** Numbers of labels that a reader may choose between two budgets. */
const BETWEEN = 2;

/** The budgets of a comparison and a few numbers between them, in steps of equal ratios and two digits. */
export function offeredBudgets({ points }: Pick<Comparison, 'points'>): number[] {
  const budgets = points.map(({ n }) => n);
  const between = budgets.slice(1).flatMap((to, at) => {
    const from = budgets[at]!;
    return Array.from({ length: BETWEEN }, (_, i) =>
      Number((from * (to / from) ** ((i + 1) / (BETWEEN + 1))).toPrecision(2)),
    ).filter((n) => n > from && n < to);
  });
  return [...new Set([...budgets, ...between])].sort((a, b) => a - b);
}
