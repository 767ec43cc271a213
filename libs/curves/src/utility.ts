import type { Stream } from '@nhat/random';
import type { Curve } from './curve';
import { gapAt } from './gap';
import type { Gap } from './gap';
import { percentileInterval } from './interval';
import type { Status } from './inverse';
import { checkLadder, mean, rungsAround } from './ladder';
import type { Cell, Ladder } from './ladder';
import { pooledVariance } from './pooled-variance';
import type { Variance } from './pooled-variance';
import type { Reading } from './readings';
import { resample, weightsOf } from './resample';

/** The utility of pretraining at one budget, U(n) = n̂/n − 1 (paper, section 3). */
export interface UtilityPoint extends Gap {
  /** Labelled images. */
  n: number;
  /** Labels that training from scratch needs for the finetuned mean; the edge of the ladder when censored. */
  nHat: number;
  /** n̂/n − 1, > −1; a bound when censored. */
  utility: number;
  /** Lower end of the interval; −1, the least U can be, when it lies below the ladder; null: no interval. */
  low: number | null;
  /** Upper end; null when it lies above the ladder (`low` is a number then) and when there is no interval. */
  high: number | null;
  status: Status;
  /** P(U > 0): share of the draws that show it; null: no interval. */
  positive: number | null;
  /** Runs in the thinnest cell that the estimate rests on: the finetuned one, the scratch rungs around n̂. */
  seeds: number;
  /** The least and the largest U that this ladder can show at n: n_min/n − 1 and n_max/n − 1. */
  floor: number;
  ceiling: number;
}

export interface UtilityOptions {
  reading: Reading;
  /** Nominal coverage of the intervals, in (0.5, 1). */
  coverage: number;
  draws: number;
  stream: Stream;
}

/**
 * Utility at every finetuned budget. n̂ is where the curve of scratch means reaches the finetuned mean.
 * Intervals: percentiles of `resample`, with the variance of a run pooled over both arms; without a cell of two
 * runs there is none (null). A draw beyond the ladder counts as infinitely far, so that an end may lie beyond it.
 *
 * Measured coverage of nominal 95 % intervals, in percent (400 studies each, about ±1; testing/experiment.ts):
 *
 *     seeds, correlation between budgets      2, 0  2, .5   3, 0  3, .5   5, 0  5, .5
 *     power law, doubling rungs               95.7   93.3   95.6   92.8   95.3   93.8
 *     local dip                               95.3   94.8   94.9   94.0   94.3   92.2
 *     sigmoid, doubling rungs                 96.7   94.9   94.7   93.2   93.3   93.3
 *     steep and noisy, 25…400                 96.8   94.7   95.5   95.4   95.3   94.0
 *     slow and quiet, 50…1600                 97.1   96.1   95.6   94.5   95.5   94.9
 *     ladder ends too low                     97.9   96.8   97.5   96.8   97.3   96.4
 *     no gain                                 97.5   96.8   96.2   95.2   96.8   95.9
 *     rungs 2.5–5× apart, power law           95.7   94.6   95.0   92.6   95.3   92.6
 *     rungs 2.5–4× apart, steep sigmoid       77.8   74.8   67.3   63.7   58.7   58.5
 *
 * The last line is the limit: where a steep curve bends between distant rungs, no number of seeds helps; rungs do.
 * `node libs/nx-plugin/load.cjs libs/curves/src/testing/coverage.ts` prints the table.
 */
export function utilities(
  scratch: Ladder,
  finetuned: Ladder,
  options: UtilityOptions,
): UtilityPoint[] {
  checkLadder('scratch', scratch);
  checkLadder('finetuned', finetuned);
  const variance = pooledVariance([scratch, finetuned]);
  const curve = options.reading.curve(
    scratch.map(({ n }) => n),
    scratch.map(({ values }) => mean(values)),
    weightsOf(scratch, variance),
  );
  return finetuned.map((cell) => ({
    n: cell.n,
    ...gapAt(scratch, curve, cell, variance, options.coverage),
    ...estimateAt(scratch, curve, cell, options.reading),
    ...intervalAt(scratch, cell, variance, options),
  }));
}

function estimateAt(scratch: Ladder, curve: Curve, { n, values }: Cell, reading: Reading) {
  const { labels, status } = reading.estimate(curve, values);
  const around = rungsAround(scratch, labels);
  return {
    nHat: labels,
    utility: labels / n - 1,
    status,
    seeds: Math.min(values.length, ...around.map((rung) => rung.values.length)),
    floor: scratch[0]!.n / n - 1,
    ceiling: scratch.at(-1)!.n / n - 1,
  };
}

function intervalAt(
  scratch: Ladder,
  cell: Cell,
  variance: Variance | null,
  { reading, coverage, draws, stream }: UtilityOptions,
) {
  if (!variance) return { low: null, high: null, positive: null };
  const drawn = resample(scratch, cell, {
    reading,
    variance,
    draws,
    stream: stream.fork('utility', cell.n),
  });
  const { low, high, above } = percentileInterval(drawn, coverage, cell.n);
  return {
    low: low / cell.n - 1,
    high: high === Infinity ? null : high / cell.n - 1,
    positive: above,
  };
}
