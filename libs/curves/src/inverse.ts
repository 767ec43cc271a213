import type { Curve } from './curve';

/**
 * `exact`: the target lies inside the measured curve. `censored-high`: above its maximum, so n̂ is only known to be
 * ≥ n_max. `censored-low`: below its minimum, n̂ < n_min.
 */
export type Status = 'exact' | 'censored-high' | 'censored-low';

/** The label counts at which a curve reaches a target: all of [low, high]. */
export interface Inverse {
  /** The one to report: `low`, or the edge of the ladder when censored. */
  labels: number;
  /** 0 when censored low. */
  low: number;
  /** Infinity when censored high; above `low` on a flat segment. */
  high: number;
  status: Status;
}

export type Inverter = (curve: Curve, target: number) => Inverse;

/** Inverse of a non-decreasing curve, linear in (log n, value) between its knots. */
export const logLinearInverse: Inverter = (curve, target) =>
  monotoneInverse(curve, target, (segment) => {
    const share = (target - curve.value[segment - 1]!) / rise(curve, segment);
    return between(curve, segment, share);
  });

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
  if (target < value[0]!) return { labels: n[0]!, low: 0, high: n[0]!, status: 'censored-low' };
  const first = value.findIndex((level) => level >= target);
  if (value[first] === target) {
    return exactly(n[first]!, n[value.lastIndexOf(target)]!);
  }
  return exactly(solve(first));
}

export const exactly = (low: number, high = low): Inverse => ({
  labels: low,
  low,
  high,
  status: 'exact',
});

export const censoredHigh = (edge: number): Inverse => ({
  labels: edge,
  low: edge,
  high: Infinity,
  status: 'censored-high',
});

export const rise = ({ value }: Curve, segment: number): number =>
  value[segment]! - value[segment - 1]!;

/** The label count at `share` of a segment, geometrically. */
export function between({ n }: Curve, segment: number, share: number): number {
  return n[segment - 1]! * Math.pow(n[segment]! / n[segment - 1]!, share);
}
