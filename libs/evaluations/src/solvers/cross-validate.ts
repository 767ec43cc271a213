import type { Targets } from '@nhat/tasks';
import { FOLDS } from './folds';
import { pickedRows, pickedTargets } from '../picked-rows';
import type { LinearSolution, Rows } from './linear-solution';
import { ridgePath } from './ridge-regression';
import { softmaxPath } from './softmax-regression';

/** The values of C that are compared, ascending. */
export const GRID: readonly number[] = [1e-2, 1e-1, 1, 10, 100, 1000];

/** The C for which no held-out rows can be had, e.g. with one image a class. */
const WITHOUT_FOLDS = 1;

/** What cross-validation chose. */
export interface ChosenPenalty {
  /** C in ½‖weights‖² + C · Σ loss. */
  inversePenalty: number;
  /** The number of folds that held rows out; 0 when none could. */
  folds: number;
  /** For each C of GRID the share of held-out rows with a wrong class, or their mean squared error; empty without folds. */
  heldOutErrors: number[];
}

/**
 * Chooses C from GRID: the one whose heads, each fitted to all folds but one, make the fewest errors on the rows of the fold
 * that was left out; of equal ones the smaller C. `folds`: the fold of each row. `share`: how much of the rows to which the chosen
 * C will be applied these are; C is divided by it here, so that a row weighs as much against the penalty as it will there.
 */
export function chooseInversePenalty(
  { rows, targets }: { rows: Rows; targets: Targets },
  folds: Int8Array,
  share = 1,
): ChosenPenalty {
  const grid = GRID.map((inversePenalty) => inversePenalty / share);
  const used = Array.from({ length: FOLDS }, (_, fold) => fold).filter((fold) =>
    folds.includes(fold),
  );
  const errors = GRID.map(() => 0);
  let heldOutRows = 0;
  let foldsUsed = 0;
  for (const fold of used) {
    const inside = positionsWhere(folds, (own) => own !== fold);
    const outside = positionsWhere(folds, (own) => own === fold);
    if (inside.length === 0) continue;
    foldsUsed += 1;
    heldOutRows += outside.length;
    const paths = solutionPath(pickedRows(rows, inside), pickedTargets(targets, inside), grid);
    paths.forEach((solution, i) => (errors[i]! += errorSum(solution, rows, targets, outside)));
  }
  if (heldOutRows === 0) return { inversePenalty: WITHOUT_FOLDS, folds: 0, heldOutErrors: [] };
  const heldOutErrors = errors.map((sum) => sum / heldOutRows);
  const best = heldOutErrors.indexOf(Math.min(...heldOutErrors));
  return { inversePenalty: GRID[best]!, folds: foldsUsed, heldOutErrors };
}

/** The solutions for every C of the grid. */
const solutionPath = (rows: Rows, targets: Targets, grid: readonly number[]): LinearSolution[] =>
  targets.kind === 'classes'
    ? softmaxPath(rows, targets.of, { classes: targets.classes, inversePenalties: grid })
    : ridgePath(rows, targets.of, grid);

/** The number of wrong classes, or the sum of squared errors, over the rows at `positions`. */
function errorSum(
  { outputs, weights, bias }: LinearSolution,
  { features, values }: Rows,
  targets: Targets,
  positions: Uint32Array,
): number {
  let sum = 0;
  const scores = new Float64Array(outputs);
  for (const at of positions) {
    scores.set(bias);
    for (let k = 0; k < features; k++) {
      const value = values[at * features + k]!;
      for (let c = 0; c < outputs; c++) scores[c]! += value * weights[k * outputs + c]!;
    }
    const target = targets.of[at]!;
    if (targets.kind === 'values') sum += (scores[0]! - target) ** 2;
    else if (scores.indexOf(Math.max(...scores)) !== target) sum += 1;
  }
  return sum;
}

const positionsWhere = (folds: Int8Array, is: (fold: number) => boolean): Uint32Array =>
  Uint32Array.from([...folds.keys()].filter((at) => is(folds[at]!)));
