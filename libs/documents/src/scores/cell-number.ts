/** A number as it is written in a cell of a table. */
export interface CellNumber {
  /** Without the percent sign: 48.4 for `48.4 %`. */
  value: number;
  /** The decimal sign; null where there is none. */
  decimal: '.' | ',' | null;
  percent: boolean;
}

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/** Reads `0.484`, `0,484`, `4.84e-1` or `48.4 %`; undefined for any other text, such as `NaN`, `1,234.5` or nothing. */
export function cellNumber(text: string): CellNumber | undefined {
  const percent = /%$/.test(text);
  const plain = (percent ? text.slice(0, -1) : text).trim().replace(/^\u2212/, '-');
  if (!NUMBER.test(plain)) return undefined;
  const value = Number(plain.replace(',', '.'));
  if (!Number.isFinite(value)) return undefined;
  const decimal = plain.includes(',') ? ',' : plain.includes('.') ? '.' : null;
  return { value, decimal, percent };
}

/** Reads `50`, and `50.0` as programs write it whose columns hold missing values; undefined for other texts, `1,000` among them. */
export const cellCount = (text: string): number | undefined =>
  /^\d{1,10}(\.0)?$/.test(text) ? Number(text) : undefined;
