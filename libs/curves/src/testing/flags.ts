import { userError } from '@nhat/documents';

/** The whole number from 1 that a flag has. Throws a UserError for anything else. */
export function positive(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw userError(`--${flag}`, 'no count', { got: text, expected: 'a whole number from 1' });
}
