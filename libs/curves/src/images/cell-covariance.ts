import type { PanelRun } from '../panel/panel';
import { imageCovariance } from './run-answers';
import type { RunAnswers } from './run-answers';

export type AnsweredRun = PanelRun & { answers: RunAnswers };

/** The runs of one arm at one budget. */
type CellRuns = readonly AnsweredRun[];

/** The name of the test images that all runs have; null where they have not, or where one has no answers. */
export function commonName(runs: readonly PanelRun[]): string | null {
  const names = new Set(
    runs.map(({ answers }) => answers && JSON.stringify([answers.images, answers.mean])),
  );
  const [name] = names;
  return names.size === 1 && name !== undefined ? name : null;
}

/** The covariance of the means of cells over the choice of test images, which all of them must have in common. */
export function covarianceOfCells(cells: readonly CellRuns[]): Float64Array[] {
  const matrix = cells.map(() => new Float64Array(cells.length));
  cells.forEach((one, p) => {
    for (let q = p; q < cells.length; q++) {
      const value = pairCovariance(one, cells[q]!) ?? (p === q ? binomial(one) : 0);
      matrix[p]![q] = value;
      matrix[q]![p] = value;
    }
  });
  return matrix;
}

/** The mean over the runs of a cell, and its factor in a sum. */
export interface WeightedCell {
  weight: number;
  runs: readonly PanelRun[];
}

/**
 * The variance of a weighted sum of means over the choice of test images, in squared units of the value; 0 where a run has no answers, or
 * other images than the others.
 */
export function imageVariance(cells: readonly WeightedCell[]): number {
  if (commonName(cells.flatMap(({ runs }) => runs)) === null) return 0;
  const matrix = covarianceOfCells(cells.map(({ runs }) => runs as CellRuns));
  const sum = cells.reduce(
    (total, { weight }, p) =>
      cells.reduce((more, other, q) => more + weight * other.weight * matrix[p]![q]!, total),
    0,
  );
  return Math.max(0, sum);
}

/** The mean covariance over pairs of runs that share neither seed nor network, else over those that share no seed; null without pairs. */
function pairCovariance(one: CellRuns, other: CellRuns): number | null {
  const sums = { apart: 0, sameNetwork: 0 };
  const counts = { apart: 0, sameNetwork: 0 };
  for (const a of one) {
    for (const b of other) {
      if (a.seed === b.seed) continue;
      const kind = a.network !== null && a.network === b.network ? 'sameNetwork' : 'apart';
      sums[kind] += imageCovariance(a.answers, b.answers);
      counts[kind] += 1;
    }
  }
  if (counts.apart > 0) return sums.apart / counts.apart;
  return counts.sameNetwork > 0 ? sums.sameNetwork / counts.sameNetwork : null;
}

const binomial = (runs: CellRuns): number =>
  runs.reduce((sum, { answers }) => sum + imageCovariance(answers, answers), 0) / runs.length;
