import type { EffectInterval, MeanUtility } from '@nhat/claims';
import { intervalEnd, signed, withPlus } from '../number-format';

/** 0.823 → `+0.82`, −0.4 → `−0.40`: log2(n̂/n), where +1 means that scratch needs twice the labels. */
export const doublings = (value: number): string => withPlus(value, signed(value.toFixed(2)));

/** `0.41 to 1.20` */
export const doublingsInterval = ({ low, high }: Pick<EffectInterval, 'low' | 'high'>): string =>
  [low, high].map((end) => intervalEnd(end, signed(end.toFixed(2)))).join(' to ');

/** Whether an interval lies above 0 (1), below 0 (−1), or holds it (0). */
export function sideOf({ low, high }: Pick<EffectInterval, 'low' | 'high'>): -1 | 0 | 1 {
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}

/** A mean utility in a cell of a table: `+0.82`, `> +1.20`, or why there is none. */
export function meanUtilityText({ kind, estimate, interval }: MeanUtility): string {
  if (kind === 'above') return `> ${doublings(estimate!)}`;
  if (kind === 'below') return `< ${doublings(estimate!)}`;
  if (estimate !== null) return doublings(estimate);
  return kind === 'wide' && interval ? doublingsInterval(interval) : kind;
}

/** The mean as a ratio of labels: `1.77`; a dash without a mean. */
export const ratioText = ({ estimate, kind }: MeanUtility): string => {
  if (estimate === null) return '–';
  const sign = kind === 'above' ? '> ' : kind === 'below' ? '< ' : '';
  return `${sign}${(2 ** estimate).toFixed(2)}`;
};
