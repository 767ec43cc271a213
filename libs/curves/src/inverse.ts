import type { Curve } from './curve';

/**
 * `exact`: the curve takes the target. `censored-high`: the target lies above the whole curve, so n̂ is larger than every
 * budget. `censored-low`: it lies below the curve, so n̂ is smaller than every budget.
 */
export type Status = 'exact' | 'censored-high' | 'censored-low';

/**
 * The label counts at which a curve takes a target. `exact`: all of [low, high], a stretch where the curve is flat.
 * `censored-high`: n̂ > high, the largest budget; a bound is named from [low, high], whose low end is below high only where
 * a curve that falls has its peak before its last budget. `censored-low`: n̂ < low = high, the smallest budget.
 */
export interface Inverse {
  low: number;
  high: number;
  status: Status;
}

export type Inverter = (curve: Curve, target: number) => Inverse;

/** The label count to report at the budget n: the one of [low, high] that is nearest to n. */
export const nearest = ({ low, high }: Inverse, n: number): number =>
  Math.min(high, Math.max(low, n));

/** Whether the inverse shows n̂ > n, which is U > 0. False where n lies on the flat stretch, or beyond the budgets. */
export const showsMore = ({ low, high, status }: Inverse, n: number): boolean =>
  status === 'censored-high' ? high >= n : status === 'exact' && low > n;

/** Whether the inverse shows n̂ < n, which is U < 0. */
export const showsLess = ({ low, high, status }: Inverse, n: number): boolean =>
  status === 'censored-low' ? low <= n : status === 'exact' && high < n;

/** Inverse of a non-decreasing curve, linear in (log n, value) between its knots. */
export const logLinearInverse: Inverter = (curve, target) =>
  monotoneInverse(curve, target, (segment) => linearSolution(curve, target, segment));

/** The label count between the knots segment − 1 and segment at which the straight line takes the target. */
export function linearSolution(curve: Curve, target: number, segment: number): number {
  const share = (target - curve.value[segment - 1]!) / rise(curve, segment);
  return between(curve, segment, share);
}

/**
 * Inverse of a non-decreasing curve; `solve(segment)` gives n between the knots segment − 1 and segment,
 * whose values lie strictly below and strictly above the target.
 */
export function monotoneInverse(
  { n, value }: Curve,
  target: number,
  solve: (segment: number) => number,
): Inverse {
  const last = n.length - 1;
  if (target > value[last]!) return censoredHigh(n[last]!);
  if (target < value[0]!) return censoredLow(n[0]!);
  const first = value.findIndex((level) => level >= target);
  if (value[first] === target) {
    return exactly(n[first]!, n[value.lastIndexOf(target)]!);
  }
  return exactly(solve(first));
}

export const exactly = (low: number, high = low): Inverse => ({ low, high, status: 'exact' });

export const censoredHigh = (low: number, high = low): Inverse => ({
  low,
  high,
  status: 'censored-high',
});

export const censoredLow = (edge: number): Inverse => ({
  low: edge,
  high: edge,
  status: 'censored-low',
});

export const rise = ({ value }: Curve, segment: number): number =>
  value[segment]! - value[segment - 1]!;

/** The label count at `share` of a segment, geometrically. */
export function between({ n }: Curve, segment: number, share: number): number {
  return n[segment - 1]! * Math.pow(n[segment]! / n[segment - 1]!, share);
}
