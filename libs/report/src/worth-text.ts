import { digits } from '@nhat/documents/digits';
import { plural, signedCount } from './number-format';
import type { BreakEven, Saving } from './worth';

/** `94`, `> 350`, `−12`: labels saved. */
export const savedLabels = ({ saved, open }: Saving): string =>
  `${open === '' ? '' : `${open} `}${signedCount(saved)}`;

/**
 * `saves 94 labels (95 % interval 13 to 187)`; `costs 12 labels (95 % interval of the labels saved −30 to 4)`; a bound in words. `coverage` as
 * text, `95 %`.
 */
export function savingWords(saving: Saving, coverage: string): string {
  const { saved, open } = saving;
  const labels = Math.round(Math.abs(saved));
  const isCost = open === '<' ? Math.round(saved) <= 0 : Math.round(saved) < 0 && open === '';
  const ends = savedEnds(saving);
  const of = isCost ? ' of the labels saved' : '';
  const interval = ends === null ? 'no interval' : `${coverage} interval${of} ${ends}`;
  if (isCost) {
    const bound = open === '' ? '' : labels > 0 ? 'more than ' : null;
    return `costs ${bound === null ? 'labels' : `${bound}${plural(labels, 'label')}`} (${interval})`;
  }
  const bound = open === '>' ? 'more than ' : open === '<' ? 'fewer than ' : '';
  return `saves ${bound}${signedCount(saved)} ${labels === 1 ? 'label' : 'labels'} (${interval})`;
}

/** `13 to 187`, `< −20 to > 350`; null without an interval. */
export function savedEnds({ low, high, lowOpen, highOpen }: Saving): string | null {
  if (low === null || high === null) return null;
  return `${lowOpen ? '< ' : ''}${signedCount(low)} to ${highOpen ? '> ' : ''}${signedCount(high)}`;
}

/** A time of computing for one label: `2.4 s`, `3.1 min`, `1.5 h`; `never` where no price is high enough. */
export function labelTime(hours: number): string {
  if (!Number.isFinite(hours)) return 'never';
  const seconds = 3600 * hours;
  if (seconds < 60) return `${digits(seconds, 2)} s`;
  if (seconds < 3600) return `${digits(seconds / 60, 2)} min`;
  return `${digits(hours, 2)} h`;
}

/** The price of the labels saved; of a bound `< 2.4 s` or `> 2.4 s`, because more labels saved make a lower price. */
export const priceText = ({ open }: Saving, { hours }: BreakEven): string =>
  bounded(open === '>' ? '< ' : open === '<' ? '> ' : '', hours);

/** `1.2 s to 17 s`, `< 1.2 s to never`; null without an interval. */
export function priceEnds(
  { lowOpen, highOpen }: Saving,
  { least, most }: BreakEven,
): string | null {
  if (least === null || most === null) return null;
  if (!Number.isFinite(least)) return labelTime(least);
  return `${bounded(highOpen ? '< ' : '', least)} to ${bounded(lowOpen ? '> ' : '', most)}`;
}

const bounded = (sign: string, hours: number): string =>
  Number.isFinite(hours) ? sign + labelTime(hours) : labelTime(hours);
