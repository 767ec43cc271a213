import { showsLess, showsMore } from './inverse';
import type { Inverse } from './inverse';
import { significant } from './ladder';

/** Interval of n̂ in labels. */
export interface LabelInterval {
  /** 0 when it lies below the smallest budget, Infinity when it lies above the largest. */
  low: number;
  high: number;
  /** Share of the draws that show n̂ > n, and of those that show n̂ < n. */
  above: number;
  below: number;
  /** Largest share of the draws that may lie beyond one end. */
  tail: number;
}

/** Draws in a tail below which an end of an interval is little more than the most extreme draw. */
const FEWEST_IN_TAIL = 5;

/** Number of draws from the outermost one to the end of the interval, at least 1. */
export const tailOf = (coverage: number, draws: number): number =>
  Math.ceil(significant(((1 - coverage) / 2) * draws));

/** Throws a RangeError when a tail would hold fewer than five draws. */
export function checkDraws(coverage: number, draws: number): void {
  const needed = Math.ceil(significant((2 * FEWEST_IN_TAIL) / (1 - coverage)));
  if (!(draws >= needed)) {
    throw new RangeError(
      `draws: too few for a coverage of ${coverage} (got ${draws}; expected at least ${needed})`,
    );
  }
}

/** Percentile interval over draws: the lower end of the inverse counts below, the upper end above. */
export function percentileInterval(
  draws: readonly Inverse[],
  coverage: number,
  n: number,
): LabelInterval {
  const tail = tailOf(coverage, draws.length);
  const lows = Float64Array.from(draws, lowEnd).sort();
  const highs = Float64Array.from(draws, highEnd).sort();
  const share = (test: (draw: Inverse, n: number) => boolean) =>
    draws.filter((draw) => test(draw, n)).length / draws.length;
  return {
    low: lows[tail - 1]!,
    high: highs[highs.length - tail]!,
    above: share(showsMore),
    below: share(showsLess),
    tail: (tail - 1) / draws.length,
  };
}

function lowEnd(draw: Inverse): number {
  if (draw.status === 'censored-low') return 0;
  return draw.status === 'censored-high' ? Infinity : draw.low;
}

const highEnd = ({ high, status }: Inverse): number =>
  status === 'censored-high' ? Infinity : high;
