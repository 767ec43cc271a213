import { mean } from '@nhat/curves';
import { independentUnits } from '../network-means';
import type { StudyRun } from '../study';
import { wholeArm } from './drawn-cells';
import type { DrawnCell } from './drawn-cells';
import { pairedMean } from './freezing-losses';
import type { FreezingLoss } from './freezing-losses';

/** How much better networks are on the images that they were trained with than on test images, from scratch and pretrained. */
export interface FitGap {
  /** The place of the cell in the study. */
  cell: number;
  method: string;
  /** The budgets at which both arms were measured on their training images. */
  budgets: readonly number[];
  /** Means over these budgets, in the metric oriented so that higher is better. */
  scratch: Fit;
  finetuned: Fit;
  /**
   * The gap of scratch minus that of finetuning, paired by label seed, one value a seed (a network where several have several seeds each): above
   * 0 pretraining narrows it.
   */
  narrowed: Omit<FreezingLoss, 'depth'>;
}

export interface Fit {
  train: number;
  test: number;
  gap: number;
}

/** Every method whose runs, and those from scratch, were measured on their training images with the same seeds. */
export const fitGaps = (cells: readonly DrawnCell[]): FitGap[] =>
  cells.flatMap((drawn) => drawn.methods.flatMap((method) => fitGap(drawn, method) ?? []));

function fitGap({ at, cell }: DrawnCell, method: string): FitGap | null {
  const scratch = measuredRuns(cell.scratch);
  const finetuned = measuredRuns(wholeArm(cell, method)?.runs ?? []);
  const key = ({ n, seed }: StudyRun) => `${n} ${seed}`;
  const twins = new Map(scratch.map((run) => [key(run), run]));
  const pairs = finetuned.flatMap((run) => {
    const twin = twins.get(key(run));
    return twin ? [{ run, twin }] : [];
  });
  if (pairs.length === 0) return null;
  const narrowed = independentUnits(pairs.map(({ run }) => run)).map((runs) =>
    mean(runs.map((run) => gapOf(twins.get(key(run))!) - gapOf(run))),
  );
  const budgets = [...new Set(pairs.map(({ run }) => run.n))].sort((a, b) => a - b);
  const means = budgets.flatMap((n) => {
    const own = pairs.filter(({ run }) => run.n === n);
    return [
      { weight: 1 / budgets.length, runs: own.map(({ run }) => run) },
      { weight: -1 / budgets.length, runs: own.map(({ twin }) => twin) },
    ];
  });
  return {
    ...{ cell: at, method, budgets },
    scratch: fitOf(pairs.map(({ twin }) => twin)),
    finetuned: fitOf(pairs.map(({ run }) => run)),
    narrowed: pairedMean(narrowed, means),
  };
}

type MeasuredRun = StudyRun & { train: number };

const measuredRuns = (runs: readonly StudyRun[]): MeasuredRun[] =>
  runs.filter((run): run is MeasuredRun => run.train !== null);

const gapOf = ({ train, value }: MeasuredRun): number => train - value;

function fitOf(runs: readonly MeasuredRun[]): Fit {
  const [train, test] = [mean(runs.map((run) => run.train)), mean(runs.map((run) => run.value))];
  return { train, test, gap: train - test };
}
