import type { DrawnUtility } from './panel-draws';
import { utilityInterval } from './utility-interval';

/** U · n = n̂ − n: the labels that pretraining saves at a budget, below 0 where it costs labels. */
export interface LabelsSaved {
  n: number;
  estimate: number;
  low: number;
  high: number;
  lowOpen: boolean;
  highOpen: boolean;
}

/** The labels saved, with the interval of λ = log2(n̂/n) carried over. */
export function labelsSaved(utility: DrawnUtility, coverage: number): LabelsSaved {
  const { low, high, lowOpen, highOpen } = utilityInterval(utility, coverage);
  const saved = (doublings: number) => utility.n * (2 ** doublings - 1);
  return {
    n: utility.n,
    estimate: saved(utility.estimate),
    ...{ low: saved(low), high: saved(high), lowOpen, highOpen },
  };
}
