import { meanBands } from '@nhat/curves';
import type { CurvePoint, HalfWidths, LearningCurve } from '@nhat/curves';
import { pointsBehind } from './fitted';
import type { ReportCell } from './fitted';
import type { Panel } from './report';

/** The curves of a panel; the one from scratch comes first. */
export const curvesOf = ({ scratch, comparisons }: Panel): LearningCurve[] => [
  scratch,
  ...comparisons.map(({ curve }) => curve),
];

const bands = new WeakMap<Panel, Map<number, HalfWidths[] | null>>();

/**
 * Half the width of the interval of every mean of a panel, in the order of `curvesOf`; null when every budget has a single run.
 */
export function bandsOf(panel: Panel, coverage: number): HalfWidths[] | null {
  const known = bands.get(panel) ?? new Map<number, HalfWidths[] | null>();
  bands.set(panel, known);
  if (!known.has(coverage)) known.set(coverage, meanBands(curvesOf(panel), coverage));
  return known.get(coverage)!;
}

/** Differences below this are rounding. */
const ROUNDING = 1e-9;

/**
 * The budgets of a curve at which its networks are not clearly better than the best constant answer: the end of the mean's
 * interval (the mean itself where there is a single run) does not exceed chance. Empty where chance is unknown.
 */
export function pointsAtChance(panel: Panel, curve: LearningCurve, coverage: number): CurvePoint[] {
  const { chance } = panel;
  if (chance === null) return [];
  const band = bandsOf(panel, coverage)?.[curvesOf(panel).indexOf(curve)];
  return curve.points.filter(({ n, mean }) => {
    const gain = curve.higherIsBetter ? mean - chance : chance - mean;
    return gain - (band?.get(n) ?? 0) <= ROUNDING;
  });
}

/** Whether a cell's utility depends on networks that are not clearly above chance. */
export function restsOnChance(cell: ReportCell, coverage: number): boolean {
  const { finetuned, scratchPoints } = pointsBehind(cell);
  const { panel, comparison } = cell;
  const finetunedAtChance = pointsAtChance(panel, comparison.curve, coverage);
  const scratchAtChance = pointsAtChance(panel, panel.scratch, coverage);
  return (
    (finetuned !== undefined && finetunedAtChance.includes(finetuned)) ||
    scratchPoints.some((point) => scratchAtChance.includes(point))
  );
}
