import type { Curve } from '../curve';
import { logLinearInverse, nearest } from '../inverse';
import { budgetsAround, mean } from '../ladder';
import type { Cell, Ladder } from '../ladder';
import type { UtilityPoint } from '../utility-point';
import { budgetToAdd } from './budget-to-add';
import { drawnGap } from './drawn-gap';
import { networksOf } from './networks';
import { armOf } from './panel';
import type { Panel, PanelArm } from './panel';
import type { DrawnUtility, PanelDraws } from './panel-draws';
import type { PanelSpread } from './spread';
import type { UtilityInterval } from './utility-interval';
import { readUtility, refusal } from './utility-reading';
import type { ReadingOptions } from './utility-reading';

/** One arm of a panel with its draws; null where nothing ran twice. */
export interface ArmReading extends ReadingOptions {
  panel: Panel;
  spread: PanelSpread;
  arm: PanelArm;
  /** The runs from scratch, and the monotone fit of their means. */
  scratch: Ladder;
  curve: Curve;
  draws: PanelDraws | null;
}

/** What is published at one finetuned budget of an arm. */
export function utilityPointOf(reading: ArmReading, { n, values }: Cell): UtilityPoint {
  const { panel, arm, scratch, curve, draws, coverage } = reading;
  const inverse = logLinearInverse(curve, mean(values));
  const nHat = nearest(inverse, n);
  const around = budgetsAround(scratch, nHat);
  const drawn = draws && armOf(draws, arm.name).utilities.find((utility) => utility.n === n)!;
  const bounds = { floor: scratch[0]!.n / n - 1, ceiling: scratch.at(-1)!.n / n - 1 };
  const networks = networksOf(arm.runs.filter((run) => run.n === n)).length;
  const { kind, interval } = judged(reading, { n, estimate: Math.log2(nHat / n) }, drawn);
  const isNumber = kind === 'number';
  return {
    ...{ n, kind },
    ...drawnGap(panel, draws, curve, { arm: arm.name, n, coverage }),
    ...{ nHat: isNumber ? nHat : null, utility: isNumber ? nHat / n - 1 : null },
    ...{ status: inverse.status, ...(interval ? endsOf(interval, bounds) : NO_INTERVAL) },
    verdict: isNumber && interval ? interval.verdict : null,
    pooled: around.some((cell) => wasPooled(scratch, curve, cell)),
    seeds: Math.min(values.length, ...around.map((cell) => cell.values.length)),
    ...{ networks, thisNetworkOnly: drawn?.thisNetworkOnly ?? networks === 1 },
    ...bounds,
    budget: drawn && interval ? requested(reading, drawn) : null,
  };
}

/** The reading with its interval; without draws a number has none. */
function judged(
  { panel, spread, arm, coverage, chance }: ArmReading,
  estimate: Pick<DrawnUtility, 'n' | 'estimate'>,
  drawn: DrawnUtility | null,
) {
  const options = { coverage, chance };
  if (drawn) return readUtility(panel, spread, drawn, options);
  const kind = refusal(panel, spread, arm, estimate, options) ?? ('number' as const);
  return { kind, interval: null };
}

const NO_INTERVAL = {
  ...{ low: null, high: null, lowOpen: false, highOpen: false },
  ...{ positive: null, negative: null },
};

/** The ends as U; an open end is the bound of the ladder. */
function endsOf(
  { low, high, lowOpen, highOpen, positive, negative }: UtilityInterval,
  { floor, ceiling }: Pick<UtilityPoint, 'floor' | 'ceiling'>,
) {
  const ends = [lowOpen ? floor : 2 ** low - 1, highOpen ? ceiling : 2 ** high - 1];
  return {
    low: highOpen ? Math.min(ends[0]!, ceiling) : ends[0]!,
    high: lowOpen ? Math.max(ends[1]!, floor) : ends[1]!,
    ...{ lowOpen, highOpen, positive, negative },
  };
}

function requested({ panel, spread, arm, coverage }: ArmReading, drawn: DrawnUtility) {
  const budget = budgetToAdd(panel, spread, arm, drawn, coverage);
  return budget && budget.n >= 1 ? budget : null;
}

/** Whether the curve is level at a budget because it averages means that differ. */
function wasPooled(scratch: Ladder, { value }: Curve, cell: Cell): boolean {
  const level = value[scratch.indexOf(cell)]!;
  return scratch.some(({ values }, at) => value[at] === level && mean(values) !== level);
}
