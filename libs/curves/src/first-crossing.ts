import { censoredHigh, exactly } from './inverse';
import type { Inverter } from './inverse';

/**
 * The rule of the paper's released analysis code: walk the budgets upwards, take the first one whose value is
 * strictly above the target, and interpolate linearly in the label count itself (not in log n). No smoothing. Below
 * the smallest budget's value n̂ = 0; above the largest value it is undefined, here censored-high.
 */
export const firstCrossing: Inverter = ({ n, value }, target) => {
  if (target < value[0]!) return { labels: 0, low: 0, high: n[0]!, status: 'censored-low' };
  const at = value.findIndex((level) => level > target);
  if (at < 0) {
    const peak = n[value.indexOf(Math.max(...value))]!;
    return value.includes(target) ? exactly(peak) : censoredHigh(peak);
  }
  const share = (target - value[at - 1]!) / (value[at]! - value[at - 1]!);
  return exactly(n[at - 1]! + share * (n[at]! - n[at - 1]!));
};
