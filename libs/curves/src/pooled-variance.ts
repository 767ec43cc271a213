import { mean, significant } from './ladder';
import type { Cell, Ladder } from './ladder';

/** Variance of one run at n labels: v0 + v1/n (Hoiem et al. 2021), v0, v1 ≥ 0. */
export interface Variance {
  v0: number;
  v1: number;
  /** Degrees of freedom behind it, ≥ 1. */
  df: number;
}

/**
 * Correlation between the errors of one seed at two budgets of an arm: its label lists are nested, so its runs share
 * images. Two or three seeds cannot tell how large it is; one half gives the best coverage (testing/coverage.ts).
 */
export const SHARED = 0.5;

/** Ratios of v0 to v1/n that are tried first lie this far apart (9 %), and reach this far beyond the ends of the ladder. */
const STEP = 2 ** (1 / 8);
const MARGIN = 1e6;
/** Halvings after which the neighbours of the best ratio are equal to the last digits. */
const HALVINGS = 60;

/**
 * Variance of a run, pooled over all cells of all arms with two or more runs; null when no cell has two. Each cell's
 * sample variance is σ²(n) χ²_df / df; the shape (the ratio of v0 to v1/n, 0 and infinity among them) maximises that likelihood,
 * the scale has a closed form. With two or three seeds a cell's own variance is nearly worthless; the pooled one is not.
 */
export function pooledVariance(arms: readonly Ladder[]): Variance | null {
  const repeated = arms.map((arm) => arm.filter(({ values }) => values.length > 1));
  const samples = repeated.flat().map(sampleVariance);
  if (samples.length === 0) return null;
  const { v0, v1 } = fitted(samples);
  return { v0, v1, df: Math.max(1, Math.floor(degreesOfFreedom(repeated, SHARED))) };
}

/**
 * Degrees of freedom of the pooled variance: Σ (runs − 1), less what the cells of an arm repeat of each other. The sample variances
 * of two budgets correlate by the square of `correlation`, that between the errors of one seed at two budgets.
 */
export function degreesOfFreedom(arms: readonly Ladder[], correlation: number): number {
  return arms.reduce((sum, arm) => {
    const cells = arm.filter(({ values }) => values.length > 1);
    const all = cells.reduce((total, { values }) => total + values.length - 1, 0);
    return sum + (cells.length === 0 ? 0 : all / (1 + (cells.length - 1) * correlation ** 2));
  }, 0);
}

type Sample = { n: number; variance: number; df: number };

type Fit = { v0: number; v1: number; likelihood: number };

function fitted(samples: readonly Sample[]): { v0: number; v1: number } {
  if (samples.every(({ variance }) => variance === 0)) return { v0: 0, v1: 0 };
  const ratios = ratiosTried(samples);
  const fits = ratios.map((ratio) => fitAt(samples, ratio));
  const better = (a: Fit, b: Fit) => (b.likelihood > a.likelihood + 1e-12 ? b : a);
  const best = fits.reduce(better);
  const at = fits.indexOf(best);
  return better(best, refined(samples, ratios[at - 1] ?? 0, ratios[at + 1] ?? Infinity));
}

/** The likelihood at one ratio of v0 to v1/n_min; its terms in s²/σ² sum to df at the best scale, so they drop out. */
function fitAt(samples: readonly Sample[], ratio: number): Fit {
  const reference = Math.min(...samples.map(({ n }) => n));
  const share = 1 / (1 + ratio);
  const shape = samples.map(({ n }) => 1 - share + (share * reference) / n);
  const df = samples.reduce((sum, sample) => sum + sample.df, 0);
  const scale = samples.reduce((sum, s, at) => sum + (s.df * s.variance) / shape[at]!, 0) / df;
  const likelihood = -samples.reduce((sum, s, at) => sum + s.df * Math.log(scale * shape[at]!), 0);
  return { v0: scale * (1 - share), v1: scale * share * reference, likelihood };
}

/** Infinity, then by falling ratio, then 0: v0 alone, both, v1 alone. */
function ratiosTried(samples: readonly Sample[]): number[] {
  const budgets = samples.map(({ n }) => n);
  const least = Math.min(...budgets) / Math.max(...budgets) / MARGIN;
  const count = Math.ceil(Math.log(MARGIN / least) / Math.log(STEP));
  return [Infinity, ...Array.from({ length: count + 1 }, (_, i) => MARGIN / STEP ** i), 0];
}

/** The fit between two ratios at which the likelihood stops rising, by halving their distance in the logarithm. */
function refined(samples: readonly Sample[], one: number, other: number): Fit {
  let [low, high] = [Math.min(one, other), Math.max(one, other)].map(Math.log) as [number, number];
  if (low === -Infinity) low = high - Math.log(STEP);
  if (high === Infinity) high = low + Math.log(STEP);
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(samples, Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return fitAt(samples, Math.exp((low + high) / 2));
}

/** The derivative of the likelihood in the logarithm of the ratio, up to a positive factor. */
function slopeAt(samples: readonly Sample[], ratio: number): number {
  const reference = Math.min(...samples.map(({ n }) => n));
  const shares = samples.map(({ n }) => ratio / (ratio + reference / n));
  const parts = samples.map(({ n, df, variance }) => (df * variance) / (ratio + reference / n));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const df = sum(samples.map((sample) => sample.df));
  const expected = sum(samples.map((sample, at) => sample.df * shares[at]!));
  return (df * sum(parts.map((part, at) => part * shares[at]!))) / sum(parts) - expected;
}

export const varianceAt = ({ v0, v1 }: Variance, n: number): number => v0 + v1 / n;

function sampleVariance({ n, values }: Cell): Sample {
  const df = values.length - 1;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (significant(value) - centre) ** 2, 0);
  return { n, df, variance: squares / df };
}
