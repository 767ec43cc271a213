import { cellNumber, mayBeThousands } from './cell-number';

/** The largest count in a table; it has ten digits. */
const MOST = 9_999_999_999;

/** What is wrong with a cell that should have a count. */
export interface CountFault {
  what: string;
  advice?: string;
}

/**
 * Reads a whole number from `least` on, in any way in which programs write it: `50`, `50.0`, `50,00`, `1e3`, `5.0E+01`. `1,000` is refused,
 * because some programs write a thousand so, and others one.
 */
export function cellCount(text: string, least: number): number | CountFault {
  if (text === '') return { what: 'an empty cell' };
  if (mayBeThousands(text)) {
    const [one = '', thousands = ''] = text.split(/[.,]/);
    return {
      what: 'not a whole number',
      advice: `It may be ${one} or ${one}${thousands}: write the one or the other, without separators of thousands.`,
    };
  }
  const { value, percent } = cellNumber(text) ?? {};
  if (value === undefined || percent === true || !Number.isInteger(value)) {
    const advice = 'Write it without separators of thousands.';
    return { what: 'not a whole number', ...(SEPARATED.test(text) && { advice }) };
  }
  if (value < least) return { what: 'too small' };
  return value > MOST ? { what: 'too large', advice: 'Ten digits are the most.' } : value + 0; // Not -0.
}

/** `1,234,567`, `1 234`, `1'234`: digits in threes. */
const SEPARATED = /\d[.,'\s]\d{3}(?!\d)/;
