import { WIDEST, mean, meanTerms } from '@nhat/curves';
import type { Status } from '@nhat/curves';
import { BEYOND } from '../study-draws';
import { intervalOfTerms, readingsOf } from './drawn-cells';
import type { DrawnCell, EffectInterval, Reading } from './drawn-cells';

/** The mean of log2(n̂/n) of one method in one cell of the study, in doublings. */
export interface MeanUtility {
  /** The place of the cell in the study. */
  cell: number;
  method: string;
  /**
   * `number`: the mean over `budgets`. `wide`: its interval spans more than two doublings, so that only its ends are stated.
   * `one run`: nothing ran twice, so that the mean has no interval. `above` and `below`: every budget lies beyond the scratch
   * ladder, and `bound` is all that is known. Else the reason why no labels can be counted.
   */
  kind: string;
  /** The budgets behind it, ascending. */
  budgets: readonly number[];
  /** Budgets that are not in it. */
  leftOut: readonly { n: number; why: string }[];
  /** Null where there is no interval. */
  interval: EffectInterval | null;
  /** Of `number` and `one run` the mean, of `above` and `below` its bound; else null. */
  estimate: number | null;
}

/** Every method of every cell. */
export const meanUtilities = (cells: readonly DrawnCell[]): MeanUtility[] =>
  cells.flatMap((drawn) => drawn.methods.map((method) => meanUtility(drawn, method)));

function meanUtility(drawn: DrawnCell, method: string): MeanUtility {
  const readings = readingsOf(drawn, method);
  const compared = readings.filter(({ leftOut }) => leftOut === null);
  const place = { cell: drawn.at, method };
  const leftOut = readings.flatMap(({ n, leftOut: why }) => (why === null ? [] : [{ n, why }]));
  const budgets = compared.map(({ n }) => n);
  if (compared.length === 0) return { ...place, ...bound(readings), leftOut, interval: null };
  const utilities = compared.flatMap((reading) => reading.drawn ?? []);
  const estimate = mean(compared.map((reading) => reading.estimate));
  if (utilities.length < compared.length) {
    return { ...place, kind: 'one run', budgets, leftOut, interval: null, estimate };
  }
  const interval = intervalOfTerms(meanTerms(utilities));
  const isWide = interval.high - interval.low > WIDEST;
  return {
    ...place,
    ...{ kind: isWide ? 'wide' : 'number', budgets, leftOut, interval },
    estimate: isWide ? null : estimate,
  };
}

/** Fewer draws beyond one side of the ladder do not count. */
const FEW = 0.025;

/**
 * What is known where no budget can be compared: a bound of the mean over the budgets beyond one side of the ladder. With draws it is the
 * end of their interval, because a draw beyond the ladder counts with its edge.
 */
function bound(readings: readonly Reading[]): Pick<MeanUtility, 'kind' | 'budgets' | 'estimate'> {
  const beyond = readings.filter(({ leftOut }) => leftOut === BEYOND);
  const refused = readings.find(({ leftOut }) => leftOut !== BEYOND);
  if (beyond.length === 0) return { kind: refused?.leftOut ?? BEYOND, budgets: [], estimate: null };
  const budgets = beyond.map(({ n }) => n);
  const isAbove = beyond.every((reading) => shareOf(reading, 'censored-low') < FEW);
  const isBelow = beyond.every((reading) => shareOf(reading, 'censored-high') < FEW);
  if (isAbove === isBelow) return { kind: BEYOND, budgets: [], estimate: null };
  const utilities = beyond.flatMap(({ drawn }) => drawn ?? []);
  const drawn = utilities.length === beyond.length ? intervalOfTerms(meanTerms(utilities)) : null;
  const edges = mean(beyond.map(({ estimate }) => estimate));
  return isAbove
    ? { kind: 'above', budgets, estimate: drawn?.low ?? edges }
    : { kind: 'below', budgets, estimate: drawn?.high ?? edges };
}

/** The share of the draws beyond one side of the ladder; without draws that of the mean, 0 or 1. */
function shareOf({ drawn, status }: Reading, side: Status): number {
  if (drawn === null) return status === side ? 1 : 0;
  const sign = side === 'censored-high' ? 1 : -1;
  return drawn.side.filter((value) => value === sign).length / drawn.side.length;
}
