import type { Curve } from './curve';
import { censoredHigh, censoredLow, exactly } from './inverse';
import type { Inverse, Inverter } from './inverse';

/**
 * The rule of the paper's released analysis code: walk the budgets upwards, take the first one whose value is
 * strictly above the target, and interpolate linearly in the label count itself (not in log n). No smoothing. Budgets in a
 * row that take the target itself are all of them right, so they come back as one stretch.
 */
export const firstCrossing: Inverter = (curve, target) => {
  const { n, value } = curve;
  if (target < value[0]!) return censoredLow(n[0]!);
  const at = value.findIndex((level) => level > target);
  if (at < 0) {
    const peak = peakOf(curve);
    return value[peak] === target
      ? exactly(n[peak]!, n[endOfStretch(value, peak, 1)]!)
      : abovePeak(curve);
  }
  if (value[at - 1] === target) {
    return exactly(n[endOfStretch(value, at - 1, -1)]!, n[at - 1]!);
  }
  const share = (target - value[at - 1]!) / (value[at]! - value[at - 1]!);
  return exactly(n[at - 1]! + share * (n[at]! - n[at - 1]!));
};

/** The inverse of a target above the whole curve: its bound begins at the peak, the first budget of the largest value. */
export const abovePeak = (curve: Curve): Inverse =>
  censoredHigh(curve.n[peakOf(curve)]!, curve.n.at(-1)!);

const peakOf = ({ value }: Curve): number => value.indexOf(Math.max(...value));

/** The last index, going from `start` by `step`, up to which the values stay equal. */
function endOfStretch(value: readonly number[], start: number, step: 1 | -1): number {
  let at = start;
  while (value[at + step] === value[start]) at += step;
  return at;
}
