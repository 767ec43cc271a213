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

/** The ratios of v0 to v1/n_min that are tried lie this far apart (2 %), and reach this far beyond the ends of the ladder. */
const STEP = 2 ** (1 / 32);
const MARGIN = 100;

/**
 * Variance of a run, pooled over all cells of all arms with two or more runs; null when no cell has two. Each cell's
 * sample variance is σ²(n) χ²_df / df; the shape (the ratio of v0 to v1/n) maximises that likelihood over ratios in steps of
 * 2 % and both pure shapes, the scale has a closed form. With two or three seeds a cell's own variance is nearly worthless; the pooled one is not.
 */
export function pooledVariance(arms: readonly Ladder[]): Variance | null {
  const repeated = arms.map((arm) => arm.filter(({ values }) => values.length > 1));
  const samples = repeated.flat().map(sampleVariance);
  if (samples.length === 0) return null;
  const { v0, v1 } = fitted(samples);
  const df = repeated.reduce((sum, arm) => sum + degreesOfFreedom(arm), 0);
  return { v0, v1, df: Math.max(1, Math.floor(df)) };
}

/** Σ (runs − 1), less what the cells of an arm repeat of each other: their sample variances correlate by SHARED². */
function degreesOfFreedom(arm: Ladder): number {
  const all = arm.reduce((sum, { values }) => sum + values.length - 1, 0);
  return arm.length === 0 ? 0 : all / (1 + (arm.length - 1) * SHARED ** 2);
}

type Sample = { n: number; variance: number; df: number };

function fitted(samples: readonly Sample[]): { v0: number; v1: number } {
  const df = samples.reduce((sum, sample) => sum + sample.df, 0);
  const reference = Math.min(...samples.map(({ n }) => n));
  let best = { v0: 0, v1: 0, likelihood: -Infinity };
  for (const share of sharesOfV1(samples)) {
    const shape = samples.map(({ n }) => 1 - share + (share * reference) / n);
    const scale = samples.reduce((sum, s, at) => sum + (s.df * s.variance) / shape[at]!, 0) / df;
    if (scale === 0) return { v0: 0, v1: 0 };
    // The terms in s²/σ² sum to df at the best scale, so they drop out.
    const likelihood = -samples.reduce(
      (sum, s, at) => sum + s.df * Math.log(scale * shape[at]!),
      0,
    );
    if (likelihood > best.likelihood + 1e-12) {
      best = { v0: scale * (1 - share), v1: scale * share * reference, likelihood };
    }
  }
  return best;
}

/** Shares of v1 in the variance at the smallest n: none, then by falling v0 : v1/n, then all. */
function sharesOfV1(samples: readonly Sample[]): number[] {
  const budgets = samples.map(({ n }) => n);
  const least = Math.min(...budgets) / Math.max(...budgets) / MARGIN;
  const count = Math.ceil(Math.log(MARGIN / least) / Math.log(STEP));
  const between = Array.from({ length: count + 1 }, (_, i) => 1 / (1 + MARGIN / STEP ** i));
  return [0, ...between, 1];
}

export const varianceAt = ({ v0, v1 }: Variance, n: number): number => v0 + v1 / n;

function sampleVariance({ n, values }: Cell): Sample {
  const df = values.length - 1;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (significant(value) - centre) ** 2, 0);
  return { n, df, variance: squares / df };
}
