import type { UtilityPoint } from '@nhat/curves';
import { bound, count, utility } from './number-format';

/** The texts of a point. Bounds stay visible as bounds. */

/** `0.96`, or `> 7.0` and `< −0.50` where the scratch ladder ends. */
export function utilityText({ status, utility: value, floor, ceiling }: UtilityPoint): string {
  if (status === 'censored-high') return `> ${bound(ceiling)}`;
  if (status === 'censored-low') return `< ${bound(floor)}`;
  return utility(value);
}

/** `98`, `> 400` or `< 25`: labels that training from scratch needs. */
export const nHatText = ({ status, nHat }: UtilityPoint): string => signOf(status) + count(nHat);

export const signOf = (status: UtilityPoint['status']): string =>
  ({ exact: '', 'censored-high': '> ', 'censored-low': '< ' })[status];

/**
 * `0.35 to 1.90`. An end beyond the scratch ladder is `< …` or `> …`; an interval that lies beyond it entirely is that bound
 * alone. Null without an interval.
 */
export function intervalText(point: UtilityPoint): string | null {
  const { low, high, lowOpen, highOpen, floor, ceiling } = point;
  if (low === null || high === null) return null;
  const [under, over] = [`< ${bound(floor)}`, `> ${bound(ceiling)}`];
  if (highOpen && low >= ceiling) return over;
  if (lowOpen && high <= floor) return under;
  return `${lowOpen ? under : utility(low)} to ${highOpen ? over : utility(high)}`;
}
