import { userError } from '@nhat/documents';

/** What is said about numbers that are not finite. */
export interface Divergence {
  /** Where they came up, e.g. `training`. */
  where: string;
  /** A clause that says which numbers they are. */
  what: string;
  /** What to do; by default advice about the schedule of this training. */
  advice?: string;
}

/** The first value that is NaN or infinite; undefined when all are finite. */
export function firstNonFinite(values: ArrayLike<number>): number | undefined {
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) return values[at];
  }
  return undefined;
}

/** Throws a UserError when a value is NaN or infinite. */
export function checkFinite(
  values: ArrayLike<number>,
  { where, what, advice = 'Lower peakRate, or lengthen warmup' }: Divergence,
): void {
  const value = firstNonFinite(values);
  if (value === undefined) return;
  throw userError(where, what, { got: String(value), expected: 'finite numbers', advice });
}
