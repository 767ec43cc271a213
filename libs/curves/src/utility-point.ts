import type { Gap } from './gap';
import type { Status } from './inverse';
import type { BudgetToAdd } from './panel/budget-to-add';
import type { ReadingKind } from './panel/utility-reading';

/** What is published of the utility of pretraining at one budget, U(n) = n̂/n − 1 (paper, section 3). */
export interface UtilityPoint extends Gap {
  /** Labelled images. */
  n: number;
  /** What may be stated. Only `number` has n̂, U and a verdict; `wide` has the ends of its interval; the others have neither. */
  kind: ReadingKind;
  /**
   * n̂: labels that training from scratch needs for the finetuned mean. Where a whole stretch of the curve has that value, the
   * label count of the stretch that is nearest to n. A bound when censored.
   */
  nHat: number | null;
  /** n̂/n − 1, > −1; a bound when censored: then it equals `ceiling` or `floor`. */
  utility: number | null;
  /** Whether the finetuned mean lies inside the curve from scratch, above it, or below it. */
  status: Status;
  /** Lower end of the interval of U, > −1; `floor` when open. Null: no interval. */
  low: number | null;
  /** Upper end, ≥ low; `ceiling` when open. */
  high: number | null;
  /** The interval goes on below the ladder, where all that is known is U < `floor`; above it, U > `ceiling`. */
  lowOpen: boolean;
  highOpen: boolean;
  /** P(U > 0) and P(U < 0): shares of the draws that show it; null: no interval. */
  positive: number | null;
  negative: number | null;
  /** `saves` and `costs` leave out no more draws than lie beyond one end of the interval; null: no number, or no interval. */
  verdict: 'saves' | 'costs' | 'unclear' | null;
  /** n̂ was read beside a scratch mean that the monotone fit replaced, because means fell from one budget to the next. */
  pooled: boolean;
  /** Runs in the thinnest cell that the estimate rests on: the finetuned one, the scratch budgets around n̂. */
  seeds: number;
  /** Pretrained networks behind the finetuned runs. */
  networks: number;
  /**
   * The interval speaks of one pretrained network and not of its method, because nothing in the study shows how much networks
   * differ; then no verdict is clear.
   */
  thisNetworkOnly: boolean;
  /** The least and the largest U that this ladder can show at n: U of the smallest budget, and of a target above the curve. */
  floor: number;
  ceiling: number;
  /** The budget from scratch that narrows the interval most; null where none helps by a tenth. */
  budget: BudgetToAdd | null;
}

/** The mean of an arm at one budget (from scratch: the monotone fit) with its interval; null where nothing ran twice. */
export interface MeanBand {
  n: number;
  value: number;
  low: number | null;
  high: number | null;
  /** The mean is not clearly better than the best constant answer. */
  atChance: boolean;
}

/** The least-squares slope of λ = log2(1 + U) on log2 n, in doublings per doubling: −0.3 means that n̂ grows as n^0.7. */
export interface UtilitySlope {
  estimate: number;
  low: number;
  high: number;
  /** The budgets that it rests on, and those left out because more than a fifth of their draws lie outside the ladder. */
  budgets: number[];
  leftOut: number[];
  thisNetworkOnly: boolean;
}

/** U where training from scratch reaches `level`; where its interval spans more than two doublings, the ends alone. */
export interface UtilityAtAccuracy {
  /** The metric of training from scratch. */
  level: number;
  /** Labels with which scratch reaches it. */
  n: number;
  kind: 'number' | 'wide';
  utility: number | null;
  low: number;
  high: number;
  lowOpen: boolean;
  highOpen: boolean;
  verdict: 'saves' | 'costs' | 'unclear' | null;
}

/** All that is published of one arm beside its scratch curve. */
export interface ArmUtilities {
  points: UtilityPoint[];
  /** By ascending budget. */
  scratch: MeanBand[];
  finetuned: MeanBand[];
  /** Null below two budgets that can be compared. */
  slope: UtilitySlope | null;
  atAccuracy: UtilityAtAccuracy[];
}
