import type { CurvePoint, LearningCurve, MeanBand } from '@nhat/curves';
import type { Panel } from './report';

/** The curves of a panel; the one from scratch comes first. */
export const curvesOf = ({ scratch, comparisons }: Panel): LearningCurve[] => [
  scratch,
  ...comparisons.map(({ curve }) => curve),
];

/** The means and intervals of the curves of a panel, in the order of `curvesOf`. */
export const bandsOf = ({ scratchBand, comparisons }: Panel): MeanBand[][] => [
  scratchBand,
  ...comparisons.map(({ band }) => band),
];

/** The budgets of a curve at which its networks are not clearly better than the best constant answer. */
export function pointsAtChance(panel: Panel, curve: LearningCurve): CurvePoint[] {
  const band = bandsOf(panel)[curvesOf(panel).indexOf(curve)]!;
  const budgets = new Set(band.filter(({ atChance }) => atChance).map(({ n }) => n));
  return curve.points.filter(({ n }) => budgets.has(n));
}
