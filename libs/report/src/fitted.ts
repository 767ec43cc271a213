import { budgetsAround } from '@nhat/curves';
import type { CurvePoint, LearningCurve, UtilityPoint } from '@nhat/curves';
import type { Comparison, Panel } from './report';

/** One utility with its panel and comparison. */
export interface ReportCell {
  panel: Panel;
  comparison: Comparison;
  point: UtilityPoint;
}

/** Whether every run at a budget fitted its own labelled images; true where this was not measured. */
export const isFitted = ({ runs }: CurvePoint): boolean =>
  runs.every(({ fitted }) => fitted !== false);

/** The budgets of a curve with a run that did not fit its own labelled images. */
export const unfittedPoints = ({ points }: LearningCurve): CurvePoint[] =>
  points.filter((point) => !isFitted(point));

/**
 * The points that a cell's utility depends on: the finetuned mean at its budget, and the scratch budgets between which n̂ is
 * read.
 */
export function pointsBehind({ panel, comparison, point }: ReportCell): {
  finetuned: CurvePoint | undefined;
  scratchPoints: CurvePoint[];
} {
  return {
    finetuned: comparison.curve.points.find(({ n }) => n === point.n),
    scratchPoints: budgetsAround(panel.scratch.points, point.nHat),
  };
}

/**
 * Whether a cell's utility depends on a run that did not fit its own labelled images: a finetuned one, or one of the scratch
 * budgets between which n̂ is read.
 */
export function restsOnUnfitted(cell: ReportCell): boolean {
  const { finetuned, scratchPoints } = pointsBehind(cell);
  return [finetuned, ...scratchPoints].some((point) => point !== undefined && !isFitted(point));
}
