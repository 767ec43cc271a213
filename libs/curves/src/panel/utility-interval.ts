import { tailOf } from '../interval';
import type { DrawnUtility } from './panel-draws';

/** The interval of λ = log2(1 + U) at one budget, in doublings. */
export interface UtilityInterval {
  /** The edge of the ladder where open. */
  low: number;
  high: number;
  /** The interval goes on beyond the ladder. */
  lowOpen: boolean;
  highOpen: boolean;
  /** P(U > 0) and P(U < 0): shares of the draws that show it. */
  positive: number;
  negative: number;
  /** `saves` and `costs` leave out no more draws than lie beyond one end of the interval. Never clear for one network alone. */
  verdict: 'saves' | 'costs' | 'unclear';
  thisNetworkOnly: boolean;
}

/** Far below the share of one draw. */
const ROUNDING = 1e-9;

/** The percentile interval of the draws; a draw outside the ladder counts as beyond every number. */
export function utilityInterval(utility: DrawnUtility, coverage: number): UtilityInterval {
  const { side, thisNetworkOnly } = utility;
  const draws = side.length;
  const tail = tailOf(coverage, draws);
  const lows = utility.low.map((value, draw) => (side[draw]! < 0 ? -Infinity : value));
  const highs = utility.high.map((value, draw) => (side[draw]! > 0 ? Infinity : value));
  const low = lows.toSorted()[tail - 1]!;
  const high = highs.toSorted()[draws - tail]!;
  const edge = (at: 1 | -1) => {
    const draw = side.indexOf(at);
    return at > 0 ? utility.low[draw]! : utility.high[draw]!;
  };
  const positive = lows.filter((value) => value > 0).length / draws;
  const negative = highs.filter((value) => value < 0).length / draws;
  const clear = (share: number) => !thisNetworkOnly && 1 - share <= (tail - 1) / draws + ROUNDING;
  return {
    low: low === -Infinity ? edge(-1) : low,
    high: high === Infinity ? edge(1) : high,
    ...{ lowOpen: low === -Infinity, highOpen: high === Infinity, positive, negative },
    verdict: clear(positive) ? 'saves' : clear(negative) ? 'costs' : 'unclear',
    thisNetworkOnly,
  };
}
