import { isFlat } from '../flat';
import { budgetsAround, mean } from '../ladder';
import type { Cell } from '../ladder';
import type { Variance } from '../pooled-variance';
import { errorOfMean } from '../resample';
import { studentQuantile } from '../student';
import { armOf, ladderOfRuns } from './panel';
import type { Panel } from './panel';
import type { DrawnUtility } from './panel-draws';
import { designIn } from './spread';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';
import type { UtilityInterval } from './utility-interval';

/**
 * What a row may state. `number`: λ with its interval. `wide`: the interval spans more than two doublings, so that only its ends are
 * stated. The other three have no number of labels: a run that the utility rests on did not learn its own images (`not fitted`);
 * networks there are not clearly better than the best constant answer (`at chance`); the scratch curve as a whole does
 * not clearly rise (`flat`).
 */
export type ReadingKind = 'number' | 'wide' | 'not fitted' | 'at chance' | 'flat';

export interface UtilityReading {
  kind: ReadingKind;
  /** λ in doublings; null unless `number`. */
  estimate: number | null;
  /** Null where no number of labels is defined. */
  interval: UtilityInterval | null;
}

/** Wider intervals, in doublings, have no point estimate. */
export const WIDEST = 2;

export interface ReadingOptions {
  coverage: number;
  /** The metric of the best constant answer, oriented like the runs; null: not known. */
  chance: number | null;
}

/** The reading of one drawn utility of a panel. Throws a RangeError for an arm that the panel does not have. */
export function readUtility(
  panel: Panel,
  spread: PanelSpread,
  utility: DrawnUtility,
  { coverage, chance }: ReadingOptions,
): UtilityReading {
  const scratch = ladderOfRuns(panel.scratch);
  const arm = armOf(panel, utility.arm);
  const design = designIn(spread, arm);
  const around = budgetsAround(scratch, utility.n * 2 ** utility.estimate);
  const finetuned = ladderOfRuns(arm.runs).find(({ n }) => n === utility.n)!;
  const none = (kind: ReadingKind) => ({ kind, estimate: null, interval: null });
  const rested = [
    ...arm.runs.filter(({ n }) => n === utility.n),
    ...panel.scratch.filter(({ n }) => around.some((cell) => cell.n === n)),
  ];
  if (rested.some(({ fitted }) => fitted === false)) return none('not fitted');
  const atChance = (cell: Cell, variance: Variance | null) =>
    chance !== null && !isAbove(cell, chance, variance, coverage);
  if (
    atChance(finetuned, spread.finetuned[design]) ||
    around.some((cell) => atChance(cell, spread.scratch))
  ) {
    return none('at chance');
  }
  if (isFlat(scratch, spread.scratch && whole(spread.scratch), coverage)) return none('flat');
  const interval = utilityInterval(utility, coverage);
  const wide = interval.high - interval.low > WIDEST;
  return wide
    ? { kind: 'wide', estimate: null, interval: { ...interval, verdict: 'unclear' } }
    : { kind: 'number', estimate: utility.estimate, interval };
}

/** Whether the lower end of the interval of a mean lies above a level. */
function isAbove(cell: Cell, level: number, variance: Variance | null, coverage: number): boolean {
  const half = variance
    ? studentQuantile(coverage, whole(variance).df) * errorOfMean(cell, variance)
    : 0;
  return mean(cell.values) - half > level;
}

/** The variance with whole degrees of freedom, rounded down. */
const whole = (variance: Variance): Variance => ({
  ...variance,
  df: Math.max(1, Math.floor(variance.df)),
});
