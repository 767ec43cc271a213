import { rounded } from '../number-format';

/** Returns the same value with every number in it rounded to six digits. */
export function roundedDeep<T>(value: T): T {
  if (typeof value === 'number') return rounded(value);
  if (Array.isArray(value)) return value.map((item: unknown) => roundedDeep(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, roundedDeep<unknown>(item)]);
  return Object.fromEntries(entries) as T;
}
