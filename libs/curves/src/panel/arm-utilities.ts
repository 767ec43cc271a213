import type { Stream } from '@nhat/random';
import { checkDraws } from '../interval';
import { isotonic } from '../isotonic';
import { budgetsAround, countsOf } from '../ladder';
import type { ArmUtilities, UtilityAtAccuracy, UtilityPoint, UtilitySlope } from '../utility-point';
import { comparable, contrast, slopeTerms } from './contrast';
import { utilityAtAccuracy } from './equal-accuracy';
import { meanBands, meansOf } from './mean-bands';
import { armOf, ladderOfRuns } from './panel';
import type { Panel } from './panel';
import { panelDraws } from './panel-draws';
import type { DrawnUtility, PanelDraws } from './panel-draws';
import { designIn } from './spread';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';
import { utilityPointOf } from './utility-point-of';
import { WIDEST } from './utility-reading';
import type { ReadingOptions } from './utility-reading';

export interface ArmUtilityOptions extends ReadingOptions {
  draws: number;
  stream: Stream;
  /** Values of training from scratch at which U is read too. */
  levels?: readonly number[];
}

/**
 * All that is published of one arm of a panel, in units where higher is better. Everything is read from the draws of the panel: the
 * band of the scratch curve, gaps, intervals, slope. Without a budget that ran twice there are estimates and no
 * intervals. Throws a RangeError for a panel that `checkPanel` refuses, or with fewer than five draws in a tail.
 */
export function armUtilities(
  panel: Panel,
  spread: PanelSpread,
  armName: string,
  { coverage, draws: count, stream, chance, levels = [] }: ArmUtilityOptions,
): ArmUtilities {
  checkDraws(coverage, count);
  const arm = armOf(panel, armName);
  const draws = panelDraws(panel, spread, { draws: count, stream });
  const drawn = draws && armOf(draws, armName);
  const [scratch, finetuned] = [ladderOfRuns(panel.scratch), ladderOfRuns(arm.runs)];
  const curve = {
    n: scratch.map(({ n }) => n),
    value: isotonic(meansOf(scratch), countsOf(scratch)),
  };
  const reading = { ...{ panel, spread, arm, scratch, curve, draws }, coverage, chance };
  const points = finetuned.map((cell) => utilityPointOf(reading, cell));
  const options = { coverage, chance };
  const drawnCurves = draws?.curves.map(({ value }) => value);
  const variance = spread.finetuned[designIn(spread, arm)];
  return {
    points,
    scratch: meanBands(scratch, curve.value, drawnCurves, { ...options, variance: spread.scratch }),
    finetuned: meanBands(finetuned, meansOf(finetuned), drawn?.means, { ...options, variance }),
    slope: drawn && slopeOf(drawn.utilities, points, coverage),
    atAccuracy: draws
      ? levels.flatMap((level) => readAt(draws, armName, points, level, coverage))
      : [],
  };
}

/** The slope over the budgets at which labels can be counted and few draws lie outside the ladder. */
function slopeOf(
  utilities: readonly DrawnUtility[],
  points: readonly UtilityPoint[],
  coverage: number,
): UtilitySlope | null {
  const counted = utilities.filter((_, at) => isCounted(points[at]!));
  const { kept, dropped } = comparable(counted);
  if (kept.length < 2) return null;
  const { estimate, low, high, thisNetworkOnly } = contrast(slopeTerms(kept), coverage);
  return {
    ...{ estimate, low, high, thisNetworkOnly },
    budgets: kept.map(({ n }) => n),
    leftOut: dropped.map(({ n }) => n),
  };
}

/** Whether labels can be counted at a budget. */
const isCounted = ({ kind }: UtilityPoint): boolean => kind === 'number' || kind === 'wide';

/**
 * U where training from scratch reaches `level`. Nothing where the measured curve reaches it outside the finetuned budgets, or between
 * budgets at which labels cannot be counted.
 */
function readAt(
  draws: PanelDraws,
  arm: string,
  points: readonly UtilityPoint[],
  level: number,
  coverage: number,
): UtilityAtAccuracy[] {
  const utility = utilityAtAccuracy(draws, arm, level);
  if (utility === null || !budgetsAround(points, utility.n).every(isCounted)) return [];
  const { low, high, lowOpen, highOpen, verdict } = utilityInterval(utility, coverage);
  const isNumber = high - low <= WIDEST;
  return [
    {
      ...{ level, n: utility.n, kind: isNumber ? 'number' : 'wide' },
      utility: isNumber ? 2 ** utility.estimate - 1 : null,
      ...{ low: 2 ** low - 1, high: 2 ** high - 1, lowOpen, highOpen },
      verdict: isNumber ? verdict : null,
    },
  ];
}
