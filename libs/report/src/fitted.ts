import { budgetsAround } from '@nhat/curves';
import type { CurvePoint, LearningCurve, UtilityPoint } from '@nhat/curves';
import type { Comparison, Panel } from './report';

/** A point with everything around it. */
export interface Cell {
  panel: Panel;
  comparison: Comparison;
  point: UtilityPoint;
}

/** Whether every run at a budget learned its own labelled images; true where nobody measured it. */
export const isFitted = ({ runs }: CurvePoint): boolean =>
  runs.every(({ fitted }) => fitted !== false);

/** Budgets of a curve with a run that did not learn its own labelled images. */
export const unfittedPoints = ({ points }: LearningCurve): CurvePoint[] =>
  points.filter((point) => !isFitted(point));

/** What a cell's utility rests on: its own budget, and the scratch budgets that n̂ is read between. */
export function restsOn({ panel, comparison, point }: Cell): {
  own: CurvePoint | undefined;
  rungs: CurvePoint[];
} {
  return {
    own: comparison.curve.points.find(({ n }) => n === point.n),
    rungs: budgetsAround(panel.scratch.points, point.nHat),
  };
}

/**
 * Whether a cell's utility rests on a run that did not learn its own images: the finetuned one, or a rung of the
 * scratch ladder that n̂ is read between.
 */
export function restsOnUnfitted(cell: Cell): boolean {
  const { own, rungs } = restsOn(cell);
  return [own, ...rungs].some((point) => point !== undefined && !isFitted(point));
}
