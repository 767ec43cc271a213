import { isFlat } from '../flat';
import { budgetsAround, mean } from '../ladder';
import type { Cell } from '../ladder';
import type { Variance } from '../pooled-variance';
import { errorOfMean } from '../resample';
import { studentQuantile } from '../student';
import { armOf, ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
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
  const arm = armOf(panel, utility.arm);
  const refused = refusal(panel, spread, arm, utility, { coverage, chance });
  if (refused) return { kind: refused, estimate: null, interval: null };
  const interval = utilityInterval(utility, coverage);
  const wide = interval.high - interval.low > WIDEST;
  return wide
    ? { kind: 'wide', estimate: null, interval: { ...interval, verdict: 'unclear' } }
    : { kind: 'number', estimate: utility.estimate, interval };
}

/**
 * Why no number of labels can be read at a budget of an arm, from the means that λ rests on; null where it can. It needs no draws, so
 * that it holds where nothing ran twice too.
 */
export function refusal(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  { n, estimate }: Pick<DrawnUtility, 'n' | 'estimate'>,
  { coverage, chance }: ReadingOptions,
): Exclude<ReadingKind, 'number' | 'wide'> | null {
  const scratch = ladderOfRuns(panel.scratch);
  const around = budgetsAround(scratch, n * 2 ** estimate);
  const rested = [
    ...arm.runs.filter((run) => run.n === n),
    ...panel.scratch.filter((run) => around.some((cell) => cell.n === run.n)),
  ];
  if (rested.some(({ fitted }) => fitted === false)) return 'not fitted';
  const finetuned = ladderOfRuns(arm.runs).find((cell) => cell.n === n)!;
  const atChance =
    isAtChance(finetuned, chance, spread.finetuned[designIn(spread, arm)], coverage) ||
    around.some((cell) => isAtChance(cell, chance, spread.scratch, coverage));
  if (atChance) return 'at chance';
  return isFlat(scratch, spread.scratch && whole(spread.scratch), coverage) ? 'flat' : null;
}

/** Whether a mean is not clearly above the metric of the best constant answer; false where that is not known. */
export const isAtChance = (
  cell: Cell,
  chance: number | null,
  variance: Variance | null,
  coverage: number,
): boolean => chance !== null && !isAbove(cell, chance, variance, coverage);

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
