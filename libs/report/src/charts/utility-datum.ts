/** One point of a utility chart: label counts, and their ratios to n. */
export interface UtilityDatum extends Record<string, string | number | boolean | null> {
  method: string;
  n: number;
  nHat: number;
  /** n̂/n = U + 1. */
  ratio: number;
  utility: number;
  /** Ends of the interval of U; where the interval is open, the bounds of the scratch ladder. Null when there is no interval. */
  low: number | null;
  high: number | null;
  lowOpen: boolean;
  highOpen: boolean;
  /** The same ends as n̂/n. */
  ratioLow: number | null;
  ratioHigh: number | null;
  status: string;
  verdict: string;
  /** Whether n̂ and U are measurements: neither at chance nor on a flat scratch curve. */
  read: boolean;
  /** The utility as the tables print it. */
  text: string;
  seeds: number;
}
