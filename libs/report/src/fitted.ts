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
