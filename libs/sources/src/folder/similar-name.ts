import { editDistance } from '@nhat/documents/nearest-name';

/** The name that is so like this one that this one may be a typing error; undefined where none is. */
export const similarName = (name: string, others: readonly string[]): string | undefined =>
  others.find((other) => other !== name && isSimilar(name, other));

/** A longer name is no typing error. */
const LONGEST = 100;

/** Names of four letters or more that differ in one letter, or of eight or more in two; numbers are other names, not errors. */
function isSimilar(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < 4 || Math.max(a.length, b.length) > LONGEST) return false;
  const most = length < 8 ? 1 : 2;
  if (Math.abs(a.length - b.length) > most || withoutDigits(a) === withoutDigits(b)) return false;
  return editDistance(a.toLowerCase(), b.toLowerCase()) <= most;
}

const withoutDigits = (name: string): string => name.replace(/\d+/g, '');
