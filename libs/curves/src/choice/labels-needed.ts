import { valueAt } from '../curve';
import type { Curve } from '../curve';
import { logLinearInverse } from '../inverse';
import { isotonic } from '../isotonic';
import { countsOf } from '../ladder';
import { BentReader } from '../panel/bent-inverse';
import type { Shape } from '../panel/bent-inverse';
import { armOf, ladderOfRuns } from '../panel/panel';
import type { Panel } from '../panel/panel';
import type { PanelDraws } from '../panel/panel-draws';

/** Numbers of labels, one interval a draw. From 0 where it lies below the ladder, to Infinity where it lies above. */
export interface DrawnLabels {
  low: Float64Array;
  high: Float64Array;
}

/** What one arm at n labels is worth in labels from scratch, and with how many labels it is as good as the best arm at n. */
export interface ArmNeeds {
  arm: string;
  /** n̂: labels with which training from scratch is as good as this arm at n. */
  nHat: DrawnLabels;
  /** Labels with which this arm is as good as the best arm at n; n in the draws in which it is the best. */
  equal: DrawnLabels;
}

/** The labels that everything needs for equal accuracy: that of the best of `arms` at n labels, in every draw. */
export interface LabelsNeeded {
  scratch: DrawnLabels;
  arms: ArmNeeds[];
}

/**
 * Reads from the joint draws of a panel with how many labels scratch and every one of `arms` reach the accuracy that the best of these
 * has at n. Between two budgets an arm is read linearly in log n; scratch as in every utility. Throws a RangeError where n lies outside
 * the budgets of an arm.
 */
export function labelsNeeded(
  panel: Panel,
  draws: PanelDraws,
  arms: readonly string[],
  n: number,
): LabelsNeeded {
  const count = draws.curves.length;
  const curves = arms.map((arm) => drawnCurves(panel, draws, arm));
  const values = curves.map((ofArm, at) => ofArm.map(({ means }) => atLabels(arms[at]!, means, n)));
  const reader = new BentReader(draws.curve.n);
  const readScratch = (draw: number, target: number, into: DrawnLabels): void => {
    const shape: Shape = draw % 2 === 0 ? 'linear' : 'cubic';
    const { low, high, status } = reader.read(
      draws.curves[draw]!,
      target,
      draws.bends[draw]!,
      shape,
    );
    into.low[draw] = status === 'censored-low' ? 0 : 2 ** low;
    into.high[draw] = status === 'censored-high' ? Infinity : 2 ** high;
  };
  const needs = arms.map((arm): ArmNeeds => ({ arm, nHat: empty(count), equal: empty(count) }));
  const scratch = empty(count);
  for (let draw = 0; draw < count; draw++) {
    const target = Math.max(...values.map((ofArm) => ofArm[draw]!));
    readScratch(draw, target, scratch);
    needs.forEach(({ nHat, equal }, at) => {
      const value = values[at]![draw]!;
      readScratch(draw, value, nHat);
      const reach = value === target ? null : logLinearInverse(curves[at]![draw]!.fit, target);
      equal.low[draw] = Math.max(n, reach?.low ?? n);
      equal.high[draw] =
        reach?.status === 'censored-high' ? Infinity : Math.max(n, reach?.high ?? n);
    });
  }
  return { scratch, arms: needs };
}

const empty = (draws: number): DrawnLabels => ({
  low: new Float64Array(draws),
  high: new Float64Array(draws),
});

/** For each draw the means of an arm at its budgets, and their monotone fit. */
function drawnCurves(panel: Panel, draws: PanelDraws, arm: string): { means: Curve; fit: Curve }[] {
  const ladder = ladderOfRuns(armOf(panel, arm).runs);
  const budgets = ladder.map(({ n }) => n);
  const counts = countsOf(ladder);
  return armOf(draws, arm).means.map((value) => ({
    means: { n: budgets, value },
    fit: { n: budgets, value: isotonic(value, counts) },
  }));
}

function atLabels(arm: string, curve: Curve, n: number): number {
  const value = valueAt(curve, n);
  if (value === null) throw new RangeError(`${arm}: ${n} labels lie outside its budgets`);
  return value;
}
