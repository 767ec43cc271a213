import type { Inverse } from './inverse';

/** Interval of n̂ in labels: ends at 0 or Infinity lie beyond the ladder. */
export interface LabelInterval {
  low: number;
  high: number;
  /** Share of the draws that show n̂ > n. */
  above: number;
}

/** Percentile interval over draws: the lower end of the inverse counts below, the upper end above. */
export function percentileInterval(
  draws: readonly Inverse[],
  coverage: number,
  n: number,
): LabelInterval {
  const tail = Math.ceil(((1 - coverage) / 2) * draws.length);
  const lows = Float64Array.from(draws, ({ low }) => low).sort();
  const highs = Float64Array.from(draws, ({ high }) => high).sort();
  return {
    low: lows[tail - 1]!,
    high: highs[highs.length - tail]!,
    above: lows.filter((low) => low > n).length / lows.length,
  };
}
