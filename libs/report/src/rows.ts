import { rungsAround } from '@nhat/curves';
import type { CurvePoint, LearningCurve, Status, UtilityPoint } from '@nhat/curves';
import { rounded } from './number-format';
import type { Comparison, Panel, Report } from './report';

/** One line of the answer; what `--json` prints. Metrics as they are (accuracies in [0, 1]), six digits; keys are stable. */
export interface UtilityRow {
  dataset: string;
  backbone: string;
  task: string;
  method: string;
  /** What `scratch` and `finetuned` are, e.g. `accuracy`. */
  metric: string;
  /** What was done with the pretrained network; absent for finetuning. */
  evaluation?: string;
  n: number;
  scratch: number | null;
  finetuned: number;
  /** Labels that scratch needs; the edge of the ladder when censored. */
  nHat: number;
  /** A bound when censored. */
  utility: number;
  /** −1: the interval reaches below the ladder; null: no interval. */
  low: number | null;
  /** Null with `low` a number: the interval reaches above the ladder. */
  high: number | null;
  status: Status;
  seeds: number;
}

/** A point with everything around it. */
export interface Cell {
  panel: Panel;
  comparison: Comparison;
  point: UtilityPoint;
}

export const cells = (report: Report): Cell[] =>
  report.panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) =>
      comparison.points.map((point) => ({ panel, comparison, point })),
    ),
  );

export const utilityRows = (report: Report): UtilityRow[] =>
  cells(report).map(({ panel, comparison, point }) => ({
    dataset: panel.dataset,
    backbone: panel.backbone,
    task: panel.task,
    method: comparison.method,
    metric: panel.metric,
    ...(comparison.evaluation !== undefined && { evaluation: comparison.evaluation }),
    n: point.n,
    scratch: rounded(point.scratch),
    finetuned: rounded(point.finetuned),
    nHat: rounded(point.nHat),
    utility: rounded(point.utility),
    low: rounded(point.low),
    high: rounded(point.high),
    status: point.status,
    seeds: point.seeds,
  }));

/** Whether every run at a budget learned its own labelled images; true where nobody measured it. */
export const isFitted = ({ runs }: CurvePoint): boolean =>
  runs.every(({ fitted }) => fitted !== false);

/** Budgets of a curve with a run that did not learn its own labelled images. */
export const unfittedPoints = ({ points }: LearningCurve): CurvePoint[] =>
  points.filter((point) => !isFitted(point));

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

/**
 * Whether a cell's utility rests on a run that did not learn its own images: the finetuned one, or a rung of the
 * scratch ladder that n̂ is read between.
 */
export function restsOnUnfitted({ panel, comparison, point }: Cell): boolean {
  const own = comparison.curve.points.find(({ n }) => n === point.n);
  if (own && !isFitted(own)) return true;
  return rungsAround(panel.scratch.points, point.nHat).some((rung) => !isFitted(rung));
}
