import type { UtilityPoint } from '@nhat/curves';
import { bound, count, utility } from './number-format';

/** What a point says, in words and figures that keep `not more is known` visible. */

/** `0.96`, or `> 7.0` and `< −0.50` where the scratch ladder ends. */
export function utilityText({ status, utility: value, floor, ceiling }: UtilityPoint): string {
  if (status === 'censored-high') return `> ${bound(ceiling)}`;
  if (status === 'censored-low') return `< ${bound(floor)}`;
  return utility(value);
}

/** `98`, `> 400` or `< 25`: labels that training from scratch needs. */
export function nHatText({ status, nHat, n, floor }: UtilityPoint): string {
  if (status === 'censored-high') return `> ${count(nHat)}`;
  if (status === 'censored-low') return `< ${count((1 + floor) * n)}`;
  return count(nHat);
}

/** `0.35 to 1.90`; an end beyond the ladder is `< …` or `> …`; null without an interval. */
export function intervalText(point: UtilityPoint): string | null {
  if (point.low === null) return null;
  return `${lowText(point, point.low)} to ${highText(point)}`;
}

function lowText({ floor, ceiling, high }: UtilityPoint, low: number): string {
  if (low === -1) return `< ${bound(floor)}`;
  return high === null && low >= ceiling ? bound(ceiling) : utility(low);
}

const highText = ({ high, ceiling }: UtilityPoint): string =>
  high === null ? `> ${bound(ceiling)}` : utility(high);

/**
 * Words are tied to rules. `saves`: the whole interval of U lies above 0; `costs`: below 0; `unclear`: 0 is inside;
 * `unknown`: no interval.
 */
export type Verdict = 'saves' | 'costs' | 'unclear' | 'unknown';

export function verdict({ low, high }: UtilityPoint): Verdict {
  if (low === null) return 'unknown';
  if (low > 0) return 'saves';
  return high !== null && high < 0 ? 'costs' : 'unclear';
}
