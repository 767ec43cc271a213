import { meanBands } from '@nhat/curves';
import type { CurvePoint, HalfWidths, LearningCurve } from '@nhat/curves';
import { restsOn } from './fitted';
import type { Cell } from './fitted';
import type { Panel } from './report';

/** The curves of a panel, that from scratch first. */
export const curvesOf = ({ scratch, comparisons }: Panel): LearningCurve[] => [
  scratch,
  ...comparisons.map(({ curve }) => curve),
];

const bands = new WeakMap<Panel, Map<number, HalfWidths[] | null>>();

/** Half the width of the interval of every mean of a panel, in the order of `curvesOf`; null when no budget ran twice. */
export function bandsOf(panel: Panel, coverage: number): HalfWidths[] | null {
  const known = bands.get(panel) ?? new Map<number, HalfWidths[] | null>();
  bands.set(panel, known);
  if (!known.has(coverage)) known.set(coverage, meanBands(curvesOf(panel), coverage));
  return known.get(coverage)!;
}

/** Differences below this are rounding. */
const ROUNDING = 1e-9;

/**
 * Budgets of a curve at which its networks are not clearly better than the best constant answer: the end of the interval of
 * the mean (the mean itself where nothing ran twice) does not lie beyond it. None where chance is not known.
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

/** Whether a cell's utility rests on networks that are not clearly above chance. */
export function restsOnChance(cell: Cell, coverage: number): boolean {
  const { own, rungs } = restsOn(cell);
  const { panel, comparison } = cell;
  const finetuned = pointsAtChance(panel, comparison.curve, coverage);
  const scratch = pointsAtChance(panel, panel.scratch, coverage);
  return (
    (own !== undefined && finetuned.includes(own)) || rungs.some((rung) => scratch.includes(rung))
  );
}
