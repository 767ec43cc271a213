import { digits } from '@nhat/documents/digits';
import { intervalEnd, plural, signedCount } from './number-format';
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
  const text = (end: number, isOpen: boolean) =>
    isOpen ? signedCount(end) : intervalEnd(end, signedCount(end));
  return `${lowOpen ? '< ' : ''}${text(low, lowOpen)} to ${highOpen ? '> ' : ''}${text(high, highOpen)}`;
}

/**
 * A time of computing for one label: `2.4 s`, `3.1 min`, `1.5 h`; `never` where no price is high enough. Where less computing is paid with
 * labels, `up to 2.4 s`, and `always` where no price is too high.
 */
export function labelTime(hours: number): string {
  if (!Number.isFinite(hours)) return hours > 0 ? 'never' : 'always';
  if (hours < 0) return `up to ${labelTime(-hours)}`;
  const seconds = 3600 * hours;
  if (seconds < 60) return `${digits(seconds, 2)} s`;
  if (seconds < 3600) return `${digits(seconds / 60, 2)} min`;
  return `${digits(hours, 2)} h`;
}

/** The price of the labels saved; of a bound `< 2.4 s` or `> 2.4 s`, because more labels saved make a lower price. */
export const priceText = ({ open }: Saving, { hours }: BreakEven): string =>
  open === '<' ? below(hours) : bounded(open === '>' ? '< ' : '', hours);

/** The price of fewer labels than those that make `hours`; a dash where these are none, because nothing is known of fewer ones then. */
function below(hours: number): string {
  if (hours === -Infinity) return '–';
  return hours < 0 ? `up to < ${labelTime(-hours)}` : bounded('> ', hours);
}

/** `1.2 s to 17 s`, `< 1.2 s to never`; null without an interval. */
export function priceEnds(
  { lowOpen, highOpen }: Saving,
  { least, most }: BreakEven,
): string | null {
  if (least === null || most === null) return null;
  if (least < 0 || most < 0) return upToEnds(most, lowOpen, least, highOpen);
  if (!Number.isFinite(least)) return labelTime(least);
  return `${bounded(highOpen ? '< ' : '', least)} to ${bounded(lowOpen ? '> ' : '', most)}`;
}

/** The ends of a price up to which an arm pays: `0.5 s to always`. */
function upToEnds(low: number, lowOpen: boolean, high: number, highOpen: boolean): string {
  if (lowOpen && low === -Infinity) return '–';
  const text = (end: number, sign: string) =>
    Number.isFinite(end) ? sign + labelTime(-end) : labelTime(end);
  const [from, to] = [text(low, lowOpen ? '< ' : ''), text(high, highOpen ? '> ' : '')];
  return from === to ? from : `${from} to ${to}`;
}

const bounded = (sign: string, hours: number): string =>
  Number.isFinite(hours) && hours > 0 ? sign + labelTime(hours) : labelTime(hours);
