import type { ReportCell } from './fitted';

/** The largest ratio of neighbouring budgets for which intervals were simulated. */
const MAX_STEP = 2;
/** An interval that ends at a budget must not include the step beyond it. */
const ROUNDING = 1e-9;

/** The neighbouring scratch budgets around the interval of n̂ of a cell that are more than a factor of two apart. */
export function wideSteps({ panel, point }: ReportCell): [from: number, to: number][] {
  const { n, low, high } = point;
  if (low === null || high === null) return [];
  const budgets = panel.scratch.points.map((rung) => rung.n);
  return budgets.slice(1).flatMap((to, at): [number, number][] => {
    const from = budgets[at]!;
    const around = to > n * (1 + low) * (1 + ROUNDING) && from < n * (1 + high) * (1 - ROUNDING);
    return around && to > MAX_STEP * from ? [[from, to]] : [];
  });
}
