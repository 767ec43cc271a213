import { ladderOfRuns, mean } from '@nhat/curves';
import type { Effect } from '../claim';
import type { ClaimSettings } from '../claim';
import { rankCorrelation } from '../linear-evaluation-predicts';
import { LackingStudy } from '../study';
import type { StudyRun } from '../study';
import { wholeArm } from './drawn-cells';
import type { DrawnCell } from './drawn-cells';

/** Methods by a linear head on frozen features and by finetuning, at the same numbers of labels. */
export interface LinearAndFinetunedMeans {
  points: readonly LinearPoint[];
  /**
   * Kendall's τ between the two orders of methods, the mean over cells and budgets; null where two methods lack both evaluations. `points`:
   * the methods × datasets that it orders. `meaning`: what an interval without width can mean, as a sentence; else empty.
   */
  correlation:
    (Pick<Effect, 'effect' | 'low' | 'high'> & { points: number; meaning: string }) | null;
}

export interface LinearPoint {
  /** The place of the cell in the study. */
  cell: number;
  method: string;
  n: number;
  /** Means of the metric, oriented so that higher is better. */
  linear: number;
  finetuned: number;
}

/** Null where no method has both evaluations. */
export function linearAndFinetuned(
  cells: readonly DrawnCell[],
  settings: ClaimSettings,
): LinearAndFinetunedMeans | null {
  const points = cells.flatMap((drawn) =>
    drawn.methods.flatMap((method) => pointsOf(drawn, method)),
  );
  if (points.length === 0) return null;
  return { points, correlation: correlationOf(cells, settings) };
}

function pointsOf({ at, cell }: DrawnCell, method: string): LinearPoint[] {
  const linear = cell.arms.find((arm) => arm.evaluation === 'linear' && arm.method === method);
  const finetuned = wholeArm(cell, method);
  const meansOf = (runs: readonly StudyRun[] = []) =>
    new Map(ladderOfRuns(runs).map(({ n, values }) => [n, mean(values)]));
  const whole = meansOf(finetuned?.runs);
  return [...meansOf(linear?.runs)].flatMap(([n, value]) =>
    whole.has(n) ? [{ cell: at, method, n, linear: value, finetuned: whole.get(n)! }] : [],
  );
}

/** As the claim on linear evaluation computes it, over all cells. */
function correlationOf(cells: readonly DrawnCell[], settings: ClaimSettings) {
  try {
    return rankCorrelation({ cells: cells.map(({ cell }) => cell) }, settings);
  } catch (error) {
    if (error instanceof LackingStudy) return null;
    throw error;
  }
}
