import type { Stream } from '@nhat/random';
import type { Curve } from './curve';
import { isFlat } from './flat';
import { gapAt } from './gap';
import type { Gap } from './gap';
import { checkDraws, percentileInterval } from './interval';
import { nearest } from './inverse';
import type { Status } from './inverse';
import { budgetsAround, checkLadder, countsOf, mean } from './ladder';
import type { Cell, Ladder } from './ladder';
import { pooledVariance } from './pooled-variance';
import type { Variance } from './pooled-variance';
import type { Reading } from './readings';
import { resample } from './resample';

/** The utility of pretraining at one budget, U(n) = n̂/n − 1 (paper, section 3). */
export interface PaperPoint extends Gap {
  /** Labelled images. */
  n: number;
  /**
   * n̂: labels that training from scratch needs for the finetuned mean. Where a whole stretch of the curve has that value, the
   * label count of the stretch that is nearest to n. A bound when censored: the largest budget (by the paper's rule the peak,
   * or n where n lies between the peak and the largest budget), or the smallest one.
   */
  nHat: number;
  /** n̂/n − 1, > −1; a bound when censored: then it equals `ceiling` or `floor`. */
  utility: number;
  status: Status;
  /** Lower end of the interval, a number > −1; null: no interval. `floor` when open, `ceiling` when it lies above the ladder. */
  low: number | null;
  /** Upper end, ≥ low; null: no interval. `ceiling` when open, `floor` when it lies below the ladder. */
  high: number | null;
  /** The interval goes on below the ladder: all that is known of its lower end is U < `floor`. False without an interval. */
  lowOpen: boolean;
  /** It goes on above the ladder: all that is known of its upper end is U > `ceiling`. False without an interval. */
  highOpen: boolean;
  /** P(U > 0) and P(U < 0): shares of the draws that show it; null: no interval. */
  positive: number | null;
  negative: number | null;
  /** The largest share of draws that a clear verdict leaves out: those beyond one end of the interval; null: no interval. */
  tail: number | null;
  /** n̂ was read beside a scratch mean that the monotone fit replaced, because means fell from one budget to the next. */
  pooled: boolean;
  /**
   * The scratch curve as a whole does not clearly rise: the interval of (last − first) of the monotone fit, Student-t at the
   * stated coverage, reaches down to 0 (without a variance: the difference is 0). Then a metric stands for no number of
   * labels, and the point has no verdict. False where scratch has one budget.
   */
  flat: boolean;
  /** Runs in the thinnest cell that the estimate rests on: the finetuned one, the scratch budgets around n̂. */
  seeds: number;
  /** The least and the largest U that this ladder can show at n: U of the smallest budget, and of a target above the curve. */
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
 * Utility at every finetuned budget. n̂ is where the curve of the means from scratch reaches the finetuned mean.
 * Intervals: percentiles of `resample`, with the variance of a run pooled over both arms; without a cell of two
 * runs there is none (null). A draw above the whole curve shows n̂ > n at every n up to the largest budget, a draw below it
 * n̂ < n from the smallest budget on. RangeError: a broken ladder, or fewer than five draws in a tail.
 *
 * Measured coverage of nominal 95 % intervals, in percent (400 studies each, about ±1; testing/experiment.ts), before the
 * monotone fit weighed budgets by runs; 60 studies a cell since then are no lower than before by more than 0.4:
 *
 *     seeds, correlation between budgets      2, 0  2, .5   3, 0  3, .5   5, 0  5, .5
 *     power law, doubling budgets             95.7   93.3   95.6   92.8   95.3   93.8
 *     local dip                               95.3   94.8   94.9   94.0   94.3   92.2
 *     sigmoid, doubling budgets               96.7   94.9   94.7   93.2   93.3   93.3
 *     steep and noisy, 25…400                 96.8   94.7   95.5   95.4   95.3   94.0
 *     slow and quiet, 50…1600                 97.1   96.1   95.6   94.5   95.5   94.9
 *     ladder ends too low                     97.9   96.8   97.5   96.8   97.3   96.4
 *     no gain                                 97.5   96.8   96.2   95.2   96.8   95.9
 *     budgets 2.5–5× apart, power law         95.7   94.6   95.0   92.6   95.3   92.6
 *     budgets 2.5–4× apart, steep sigmoid     77.8   74.8   67.3   63.7   58.7   58.5
 *
 * The last line is the limit: where a steep curve bends between distant budgets, more seeds do not help; a budget between
 * them does.
 * `npx nx bench curves` prints the table.
 */
export function utilities(
  scratch: Ladder,
  finetuned: Ladder,
  options: UtilityOptions,
): PaperPoint[] {
  checkLadder('scratch', scratch);
  checkLadder('finetuned', finetuned);
  checkDraws(options.coverage, options.draws);
  const variance = pooledVariance([scratch, finetuned]);
  const curve = options.reading.curve(
    scratch.map(({ n }) => n),
    scratch.map(({ values }) => mean(values)),
    countsOf(scratch),
  );
  const flat = isFlat(scratch, variance, options.coverage);
  return finetuned.map((cell) => {
    const estimate = estimateAt(scratch, curve, cell, options.reading);
    return {
      n: cell.n,
      ...gapAt(scratch, { curve, scale: options.reading.scale }, cell, variance, options.coverage),
      ...estimate,
      ...intervalAt(scratch, cell, variance, estimate, options),
      flat,
    };
  });
}

function estimateAt(scratch: Ladder, curve: Curve, { n, values }: Cell, reading: Reading) {
  const inverse = reading.estimate(curve, values);
  const labels = nearest(inverse, n);
  const around = budgetsAround(scratch, labels);
  return {
    nHat: labels,
    utility: labels / n - 1,
    status: inverse.status,
    pooled: around.some((cell) => wasPooled(scratch, curve, cell)),
    seeds: Math.min(values.length, ...around.map(({ values }) => values.length)),
    floor: scratch[0]!.n / n - 1,
    ceiling: nearest(reading.above(curve), n) / n - 1,
  };
}

/** Whether the curve is level at a budget because it averages means that differ. */
function wasPooled(scratch: Ladder, { value }: Curve, cell: Cell): boolean {
  const level = value[scratch.indexOf(cell)]!;
  return scratch.some(({ values }, at) => value[at] === level && mean(values) !== level);
}

type Bounds = Pick<PaperPoint, 'floor' | 'ceiling'>;
type Interval = Pick<
  PaperPoint,
  'low' | 'high' | 'lowOpen' | 'highOpen' | 'positive' | 'negative' | 'tail'
>;

const NO_INTERVAL: Interval = {
  ...{ low: null, high: null, lowOpen: false, highOpen: false },
  ...{ positive: null, negative: null, tail: null },
};

function intervalAt(
  scratch: Ladder,
  cell: Cell,
  variance: Variance | null,
  { floor, ceiling }: Bounds,
  { reading, coverage, draws, stream }: UtilityOptions,
): Interval {
  if (!variance) return NO_INTERVAL;
  const drawn = resample(scratch, cell, {
    reading,
    variance,
    draws,
    stream: stream.fork('utility', cell.n),
  });
  const interval = percentileInterval(drawn, coverage, cell.n);
  const [lowOpen, highOpen] = [interval.low === 0, interval.high === Infinity];
  const low = lowOpen ? floor : interval.low / cell.n - 1;
  return {
    // Infinity: the whole interval lies above the ladder. A draw may also have its peak later than the measured curve has.
    low: highOpen ? Math.min(low, ceiling) : low,
    high: highOpen ? ceiling : interval.high / cell.n - 1,
    ...{
      lowOpen,
      highOpen,
      positive: interval.above,
      negative: interval.below,
      tail: interval.tail,
    },
  };
}
