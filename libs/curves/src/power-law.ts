import type { Curve } from './curve';
import { logLinearInverse } from './inverse';

/** value = a − b · n^−c with b ≥ 0, c > 0: an overlay, never the source of a headline. */
export interface PowerLaw {
  /** The value at infinitely many labels. */
  a: number;
  b: number;
  c: number;
  /** Weighted root mean square of the residuals, in units of the metric. */
  residual: number;
  /** Largest |log2(n of the law / n of the curve)| at equal value inside the ladder; null: infinite. */
  doublings: number | null;
}

/** Beyond this the law and the monotone curve tell different stories. */
export const DOUBLINGS_WARNING = 0.3;
/**
 * How far past the largest budget the law is drawn: half of the factor 4 up to which Hoiem et al. 2021 trust it. Beyond,
 * even the right law is off by −0.5 … +0.8 doublings in 80 % of simulated studies.
 */
export const EXTRAPOLATION = 2;

const FEWEST_BUDGETS = 4;
const EXPONENTS = Array.from({ length: 241 }, (_, i) => 0.01 * 300 ** (i / 240));

/**
 * Weighted least squares with a ≤ `best` (the best possible value: 1 for accuracies, 0 for negated errors): grid of
 * 241 exponents from 0.01 to 3, closed form for a and b. Null below four budgets, where three parameters fit anything.
 */
export function fitPowerLaw(
  n: readonly number[],
  means: readonly number[],
  weights: readonly number[],
  curve: Curve,
  best: number,
): PowerLaw | null {
  if (n.length < FEWEST_BUDGETS) return null;
  const fits = EXPONENTS.map((c) => fitExponent(n, means, weights, c, best));
  const { a, b, c, squares } = fits.reduce((x, y) => (y.squares < x.squares ? y : x));
  const residual = Math.sqrt(squares / weights.reduce((sum, weight) => sum + weight, 0));
  return { a, b, c, residual, doublings: disagreement({ a, b, c }, curve) };
}

export const powerLawAt = ({ a, b, c }: Pick<PowerLaw, 'a' | 'b' | 'c'>, n: number): number =>
  a - b * n ** -c;

function fitExponent(
  n: readonly number[],
  means: readonly number[],
  weights: readonly number[],
  c: number,
  best: number,
) {
  const x = n.map((count) => count ** -c);
  const average = (of: (at: number) => number) =>
    weights.reduce((sum, weight, at) => sum + weight * of(at), 0) /
    weights.reduce((sum, weight) => sum + weight, 0);
  const xMean = average((at) => x[at]!);
  const yMean = average((at) => means[at]!);
  const xx = average((at) => (x[at]! - xMean) ** 2);
  const xy = average((at) => (x[at]! - xMean) * (means[at]! - yMean));
  let b = Math.max(0, -xy / xx);
  let a = yMean + b * xMean;
  if (a > best) {
    a = best;
    b = average((at) => x[at]! * (best - means[at]!)) / average((at) => x[at]! ** 2);
  }
  const squares = means.reduce(
    (sum, value, at) => sum + weights[at]! * (value - powerLawAt({ a, b, c }, n[at]!)) ** 2,
    0,
  );
  return { a, b, c, squares };
}

/** Largest horizontal distance between law and curve over the values that the curve takes, in doublings. */
function disagreement(law: Pick<PowerLaw, 'a' | 'b' | 'c'>, curve: Curve): number | null {
  const levels = curve.value.flatMap((value, at) => {
    const next = curve.value[at + 1];
    return next === undefined ? [value] : [value, (value + next) / 2];
  });
  const distances = levels.map((level) => {
    if (level >= law.a || law.b === 0) return Infinity;
    const byLaw = (law.b / (law.a - level)) ** (1 / law.c);
    const { low, high } = logLinearInverse(curve, level);
    return Math.max(0, Math.log2(low / byLaw), Math.log2(byLaw / high));
  });
  const largest = Math.max(...distances);
  return Number.isFinite(largest) ? largest : null;
}
