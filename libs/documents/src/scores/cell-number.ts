/** A number as it is written in a cell of a table. */
export interface CellNumber {
  /** Without the percent sign: 48.4 for `48.4 %`. */
  value: number;
  /** The decimal sign; null where there is none. */
  decimal: '.' | ',' | null;
  percent: boolean;
  /** Whether it may be a thousand or more, with a separator: `1,234`. */
  thousands: boolean;
}

/** `1,000` and `1.000`, which are a thousand for some programs and one for others. */
export const mayBeThousands = (text: string): boolean => /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/** Reads `0.484`, `0,484`, `4.84e-1` or `48.4 %`; undefined for any other text, such as `NaN`, `1,234.5` or nothing. */
export function cellNumber(text: string): CellNumber | undefined {
  const percent = /%$/.test(text);
  const plain = (percent ? text.slice(0, -1) : text).trim().replace(/^\u2212/, '-');
  if (!NUMBER.test(plain)) return undefined;
  const value = Number(plain.replace(',', '.'));
  if (!Number.isFinite(value)) return undefined;
  const decimal = plain.includes(',') ? ',' : plain.includes('.') ? '.' : null;
  return { value, decimal, percent, thousands: mayBeThousands(plain) };
}
