import type { Cell } from './fitted';

/** Budgets twice apart are as close as those whose intervals were simulated. */
const WIDEST_STEP = 2;
/** An end at a budget must not take in the step beyond it. */
const ROUNDING = 1e-9;

/** Neighbours among the scratch budgets, around the interval of n̂ of a cell, that are more than twice apart. */
export function wideSteps({ panel, point }: Cell): [from: number, to: number][] {
  const { n, low, high } = point;
  if (low === null || high === null) return [];
  const budgets = panel.scratch.points.map((rung) => rung.n);
  return budgets.slice(1).flatMap((to, at): [number, number][] => {
    const from = budgets[at]!;
    const around = to > n * (1 + low) * (1 + ROUNDING) && from < n * (1 + high) * (1 - ROUNDING);
    return around && to > WIDEST_STEP * from ? [[from, to]] : [];
  });
}
