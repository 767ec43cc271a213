/** One point of a utility chart: label counts, and their ratios to n. */
export interface UtilityDatum extends Record<string, string | number | boolean | null> {
  method: string;
  n: number;
  nHat: number | null;
  /** n̂/n = U + 1; null where n̂ is not stated. */
  ratio: number | null;
  utility: number | null;
  /** Ends of the interval of U; where the interval is open, the bounds of the curve from scratch. Null when there is no interval. */
  low: number | null;
  high: number | null;
  lowOpen: boolean;
  highOpen: boolean;
  /** The same ends as n̂/n. */
  ratioLow: number | null;
  ratioHigh: number | null;
  status: string;
  /** The judgement, in a word or two. */
  verdict: string;
  /** Whether labels can be counted there. */
  read: boolean;
  /** The utility as the tables print it. */
  text: string;
  seeds: number;
  /** What a browser shows under the pointer. */
  title: string;
}
