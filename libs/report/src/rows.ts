import type { Status } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { Cell } from './fitted';
import { rounded } from './number-format';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import type { Report, RunOrigin } from './report';

/**
 * One line of the answer; what `--json` prints. Metrics as they are (accuracies in [0, 1]), utilities as U, six digits, every
 * number finite; keys are stable and always there.
 */
export interface UtilityRow {
  dataset: string;
  backbone: string;
  /** All options of the backbone, e.g. its width; a column for each in CSV. */
  backboneOptions: JsonObject;
  task: string;
  method: string;
  /** What was done with the pretrained network: `finetune`, `linear`, … */
  evaluation: string;
  /** What `scratch`, `finetuned`, `chance` and the gap are, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** Labelled images. */
  n: number;
  /** Mean from scratch at n; null: n lies outside its ladder. */
  scratch: number | null;
  finetuned: number;
  /** Positive where pretraining is better, with its interval; null: not known. */
  gap: number | null;
  gapLow: number | null;
  gapHigh: number | null;
  /** Labels that scratch needs; a bound when censored. */
  nHat: number;
  /** n̂/n − 1; a bound when censored. */
  utility: number;
  /** Interval of U; null: none. */
  low: number | null;
  high: number | null;
  /** The interval goes on below the floor, above the ceiling. */
  lowOpen: boolean;
  highOpen: boolean;
  /** The least and the largest U that the ladder from scratch can show at n. */
  floor: number;
  ceiling: number;
  /** P(U > 0) and P(U < 0); null: no interval. */
  positive: number | null;
  negative: number | null;
  status: Status;
  /** What the row shows: `saves`, `costs`, `unclear`; or why it shows nothing. */
  verdict: Outcome;
  /** n̂ was read beside a scratch mean that the monotone fit replaced. */
  pooled: boolean;
  /** The metric of the best constant answer; null: not known. */
  chance: number | null;
  /** Runs in the thinnest cell that the row rests on. */
  seeds: number;
  /** Networks that were pretrained for the method. */
  pretrainings: number;
  /** Images seen in training by a finetuned run at n, and by one from scratch; null: no steps, or no such run. */
  imagesSeen: number | null;
  scratchImagesSeen: number | null;
}

/** A cell with what it shows. */
export interface JudgedCell extends Cell {
  outcome: Outcome;
}

const judged = new WeakMap<Report, JudgedCell[]>();

/** Every utility of a report, in the order of its panels. */
export function cells(report: Report): JudgedCell[] {
  const known = judged.get(report);
  if (known) return known;
  const all = report.panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) =>
      comparison.points.map((point) => {
        const cell = { panel, comparison, point };
        return { ...cell, outcome: outcomeOf(cell, report.coverage) };
      }),
    ),
  );
  judged.set(report, all);
  return all;
}

export const utilityRows = (report: Report): UtilityRow[] =>
  cells(report).map(({ panel, comparison, point, outcome }) => ({
    dataset: panel.dataset,
    backbone: panel.backbone,
    backboneOptions: panel.backboneOptions,
    task: panel.task,
    method: comparison.method,
    evaluation: comparison.evaluation ?? 'finetune',
    metric: panel.metric.name,
    higherIsBetter: panel.scratch.higherIsBetter,
    n: point.n,
    scratch: rounded(point.scratch),
    finetuned: rounded(point.finetuned),
    gap: rounded(point.gap),
    gapLow: rounded(point.gapLow),
    gapHigh: rounded(point.gapHigh),
    nHat: rounded(point.nHat),
    utility: rounded(point.utility),
    low: rounded(point.low),
    high: rounded(point.high),
    lowOpen: point.lowOpen,
    highOpen: point.highOpen,
    floor: rounded(point.floor),
    ceiling: rounded(point.ceiling),
    positive: rounded(point.positive),
    negative: rounded(point.negative),
    status: point.status,
    verdict: outcome,
    pooled: point.pooled,
    chance: rounded(panel.chance),
    seeds: point.seeds,
    pretrainings: comparison.pretrained,
    imagesSeen: stepsAt(comparison.origins, point.n),
    scratchImagesSeen: stepsAt(panel.origins, point.n),
  }));

const stepsAt = (origins: readonly RunOrigin[], n: number): number | null =>
  origins.find((one) => one.n === n)?.imagesSeen ?? null;
