import { valueAt } from '../curve';
import type { Curve } from '../curve';
import { tailOf } from '../interval';
import { logLinearInverse, nearest } from '../inverse';
import type { Inverse, Status } from '../inverse';
import { isotonic } from '../isotonic';
import { countsOf, mean } from '../ladder';
import type { Ladder } from '../ladder';
import { armOf, ladderOfRuns } from '../panel/panel';
import type { Panel } from '../panel/panel';
import { WIDEST } from '../panel/utility-reading';
import type { DrawnLabels } from './labels-needed';

/** A number with its interval; all are finite but prices that nothing is worth, which are Infinity. */
export interface NumberWithEnds {
  /** Null where the interval is too wide for a number. */
  value: number | null;
  /** `>`: more than that, `<`: less. */
  bound: '' | '>' | '<';
  low: number;
  high: number;
  /** The interval goes on below `low`, or above `high`. */
  lowOpen: boolean;
  highOpen: boolean;
}

/** n̂ of the means, and the first and the last budget from scratch. */
export interface MeasuredNeed {
  estimate: Inverse;
  nHat: number;
  first: number;
  last: number;
}

/** What the means of an arm at `labels`, which lie inside its budgets, show. */
export function measuredNeed(panel: Panel, arm: string, labels: number): MeasuredNeed {
  const scratch = ladderOfRuns(panel.scratch);
  const estimate = logLinearInverse(
    fitOf(scratch),
    meanAt(ladderOfRuns(armOf(panel, arm).runs), labels),
  );
  const [first, last] = [scratch[0]!.n, scratch.at(-1)!.n];
  return { estimate, nHat: nearest(estimate, labels), first, last };
}

/** The monotone fit of the means of a ladder. */
export const fitOf = (ladder: Ladder): Curve => ({
  n: ladder.map(({ n }) => n),
  value: isotonic(
    ladder.map(({ values }) => mean(values)),
    countsOf(ladder),
  ),
});

/** The mean of an arm at `labels`, which lie inside its budgets; between two of them linear in log n. */
export const meanAt = (ladder: Ladder, labels: number): number =>
  valueAt(
    { n: ladder.map(({ n }) => n), value: ladder.map(({ values }) => mean(values)) },
    labels,
  )!;

const BOUNDS: Record<Status, '' | '>' | '<'> = {
  ...{ exact: '', 'censored-high': '>', 'censored-low': '<' },
};

/**
 * What a monotone function makes of n̂: its value at the estimate, and the percentile interval of its values over the draws. Beyond the
 * ladder an end is what the last budget makes of it, and open.
 */
export function transformed(
  { low, high }: DrawnLabels,
  { estimate, nHat, first, last }: MeasuredNeed,
  coverage: number,
  of: (nHat: number) => number,
): NumberWithEnds {
  const tail = tailOf(coverage, low.length);
  const falls = of(first) > of(last);
  const [from, to] = [low.toSorted()[tail - 1]!, high.toSorted()[high.length - tail]!];
  const values = { low: (falls ? high : low).map(of), high: (falls ? low : high).map(of) };
  const [belowLadder, aboveLadder] = [from === 0, to === Infinity];
  const [lowOpen, highOpen] = falls ? [aboveLadder, belowLadder] : [belowLadder, aboveLadder];
  const [least, most] = falls ? [of(last), of(first)] : [of(first), of(last)];
  const isWide = from === 0 || Math.log2(Math.min(to, last) / from) > WIDEST;
  const bound = BOUNDS[estimate.status];
  return {
    value: isWide ? null : of(nHat),
    bound: bound === '' || !falls ? bound : bound === '>' ? '<' : '>',
    low: lowOpen ? least : values.low.toSorted()[tail - 1]!,
    high: highOpen ? most : values.high.toSorted()[high.length - tail]!,
    ...{ lowOpen, highOpen },
  };
}
