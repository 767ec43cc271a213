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

/**
 * Whether a cell's utility rests on a run that did not learn its own images: the finetuned one, or a rung of the
 * scratch ladder that n̂ is read between.
 */
export function restsOnUnfitted({ panel, comparison, point }: Cell): boolean {
  const own = comparison.curve.points.find(({ n }) => n === point.n);
  if (own && !isFitted(own)) return true;
  return rungsAround(panel.scratch.points, point.nHat).some((rung) => !isFitted(rung));
}
