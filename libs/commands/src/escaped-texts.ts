import { shortText } from '@nhat/documents/short-text';

/** A longer text is cut. */
const LONGEST = 4000;

/** The same value, with control characters of all texts in it as `\u000a`. */
export function escaped<Value>(value: Value): Value {
  if (typeof value === 'string') return shortText(value, LONGEST) as Value;
  if (Array.isArray(value)) return value.map(escaped) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, escaped(inner)]),
  ) as Value;
}
