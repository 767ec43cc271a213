import type { UtilityPoint } from '@nhat/curves';
import { bound, count, intervalEnd, signedCount, utility } from './number-format';

/** The texts of a point that has figures. Bounds stay visible as bounds. */

type Figures = Pick<UtilityPoint, 'n' | 'status' | 'floor' | 'ceiling' | 'nHat' | 'utility'>;
type Ends = Pick<UtilityPoint, 'low' | 'high' | 'lowOpen' | 'highOpen' | 'floor' | 'ceiling'>;

/** `0.96`, or `> 7.0` and `< −0.50` where the curve from scratch ends; a dash without a number. */
export function utilityText({ status, utility: value, floor, ceiling }: Figures): string {
  if (value === null) return '–';
  if (status === 'censored-high') return `> ${bound(ceiling)}`;
  if (status === 'censored-low') return `< ${bound(floor)}`;
  return utility(value);
}

/** `98`, `> 400` or `< 25`: labels that training from scratch needs. */
export const nHatText = ({ status, nHat }: Figures): string =>
  nHat === null ? '–' : signOf(status) + count(nHat);

/** `48`, `> 350`, `< −25`: labels saved, U · n. */
export const savedText = ({ status, n, utility: value }: Figures): string =>
  value === null ? '–' : signOf(status) + signedCount(value * n);

const signOf = (status: UtilityPoint['status']): string =>
  ({ exact: '', 'censored-high': '> ', 'censored-low': '< ' })[status];

/**
 * `0.35 to 1.90`. An end beyond the curve from scratch is `< …` or `> …`; an interval that lies beyond it entirely is that bound
 * alone. Null without an interval.
 */
export function intervalText(point: Ends): string | null {
  return endsText(point, bound, (value) => intervalEnd(value, utility(value)));
}

/** The interval of the labels saved at n: `18 to 95`. */
export function savedIntervalText(point: Ends & Pick<UtilityPoint, 'n'>): string | null {
  const labels = (value: number) => signedCount(point.n * value);
  return endsText(point, labels, (value) => intervalEnd(point.n * value, labels(value)));
}

function endsText(
  { low, high, lowOpen, highOpen, floor, ceiling }: Ends,
  limit: (value: number) => string,
  end: (value: number) => string,
): string | null {
  if (low === null || high === null) return null;
  const [under, over] = [`< ${limit(floor)}`, `> ${limit(ceiling)}`];
  if (highOpen && low >= ceiling) return over;
  if (lowOpen && high <= floor) return under;
  return `${lowOpen ? under : end(low)} to ${highOpen ? over : end(high)}`;
}
