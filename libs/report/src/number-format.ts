import { count } from '@nhat/documents/count';
import { digits } from '@nhat/documents/digits';

export { count };

/** Figures as people read them: minus signs, thin groups, no false precision. */

const MINUS = '−';

/** Uses the typographic minus; a value that rounds to zero has no sign. */
export const signed = (text: string): string =>
  /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace(/^-/, MINUS);

/** 0.668 → `66.8 %`. */
export const percent = (share: number, digits = 1): string =>
  `${signed((100 * share).toFixed(digits))} %`;

/** A difference with its sign, `+17.7` and `−1.4`; one that rounds to zero has none. `text` has the sign of negative ones. */
export const withPlus = (value: number, text: string): string =>
  value > 0 && !ZERO.test(text) ? `+${text}` : text;

const ZERO = /^0(\.0*)?$/;

/** 0.177 → `+17.7`, in points. */
export const points = (difference: number): string =>
  withPlus(difference, signed((100 * difference).toFixed(1)));

/**
 * The end of an interval as `text` has it, but −0.003 in place of `0.00`: what the interval shows depends on the side on which its end
 * lies. Ends of less than a ten-thousandth count as zero.
 */
export const intervalEnd = (value: number, text: string): string =>
  ZERO.test(text) && Math.abs(value) >= 1e-4 ? signed(value.toPrecision(1)) : text;

/** −1234.5 → `−1,235`; never `−0`. */
export const signedCount = (value: number): string =>
  Math.round(value) < 0 ? `${MINUS}${count(-value)}` : count(Math.abs(Math.round(value)));

/** A utility: two decimals, one from 10 on; never `−0.00`. */
export const utility = (value: number): string =>
  signed(value.toFixed(Math.abs(value) < 9.995 ? 2 : 1));

/** Three digits: 0.1234 → `0.123`. */
export const figure = (value: number): string => signed(digits(value, 3));

/** 0.003 → `0.003`, 0.00001 → `0.00001`: a setting as its document has it. */
export const setting = (value: number): string =>
  Math.abs(value) >= 1e-6 || value === 0 ? signed(String(value)) : signed(value.toExponential());

/** A share of draws, never shown as 0 or 1: 0.957 → `0.96`, 0.999 → `> 0.99`. */
export function shareOfDraws(share: number): string {
  if (share > 0.995) return '> 0.99';
  return share < 0.005 ? '< 0.01' : share.toFixed(2);
}

/** A share of draws: 0.957 → `P = 0.96`, 0.999 → `P > 0.99`. */
export function probabilityIs(share: number): string {
  const text = shareOfDraws(share);
  return /^[<>]/.test(text) ? `P ${text}` : `P = ${text}`;
}

/** A bound of a utility: 7 → `7.0`, 0.125 → `0.13`. */
export const bound = (value: number): string =>
  Math.abs(value) < 1 ? utility(value) : signed(value.toFixed(1));

/** 3725 → `1 h 2 min`, 75 → `1 min 15 s`, 8.4 → `8.4 s`. */
export function duration(seconds: number): string {
  if (seconds < 0.05) return '< 0.1 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  const hours = `${count(Math.floor(minutes / 60))} h`;
  return minutes % 60 ? `${hours} ${minutes % 60} min` : hours;
}

/** [a, b, c] → `a, b and c`. */
export function list(items: readonly (string | number)[]): string {
  const texts = items.map(String);
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** 1 `cell`, 2 `cells`. */
export const plural = (number: number, noun: string, many = `${noun}s`): string =>
  `${count(number)} ${number === 1 ? noun : many}`;

/**
 * Rounds to six digits, the precision of result files, so that every JavaScript engine writes the same digits. Null stays null.
 */
export const rounded = <T extends number | null>(value: T): T =>
  (value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(6))) as T;
