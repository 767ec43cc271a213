import type { Status } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { ReportCell } from './fitted';
import { hasLearned } from './learning';
import { rounded } from './number-format';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import type { Report, RunOrigin } from './report';

/**
 * One row of the results, as `--json` prints it. Metrics have their own units (accuracies in [0, 1]), utilities are U; six
 * digits, all finite. The keys are stable, and none is ever missing.
 */
export interface UtilityRow {
  dataset: string;
  backbone: string;
  /** All options of the backbone, e.g. its width; one column each in CSV. */
  backboneOptions: JsonObject;
  task: string;
  method: string;
  /** The evaluation of the pretrained network: `finetune`, `linear`, … */
  evaluation: string;
  /** The metric in which `scratch`, `finetuned`, `chance` and the gap are given, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** The number of labelled images. */
  n: number;
  /** The mean from scratch at n; null where n lies outside the scratch budgets. */
  scratch: number | null;
  finetuned: number;
  /** Difference of the means and its interval, positive where pretraining is better; null if unknown. */
  gap: number | null;
  gapLow: number | null;
  gapHigh: number | null;
  /** The number of labels that training from scratch needs; a bound when censored. */
  nHat: number;
  /** n̂/n − 1; a bound when censored. */
  utility: number;
  /** The interval of U; null when there is none. */
  low: number | null;
  high: number | null;
  /** True where the interval extends below `floor`, or above `ceiling`. */
  lowOpen: boolean;
  highOpen: boolean;
  /** The smallest and the largest U that the scratch curve can show at n. */
  floor: number;
  ceiling: number;
  /** P(U > 0) and P(U < 0); null without an interval. */
  positive: number | null;
  negative: number | null;
  status: Status;
  /** The verdict: `saves`, `costs`, `unclear`; or the reason why there is none. */
  verdict: Outcome;
  /** True where n̂ is read next to a scratch mean that the monotone fit replaced. */
  pooled: boolean;
  /** The metric of the best constant answer; null if unknown. */
  chance: number | null;
  /** The smallest number of runs at a budget that the row depends on. */
  seeds: number;
  /** The number of networks that were pretrained with the method. */
  pretrainings: number;
  /** Whether all of these learned the task of the method on held-out images; null if unknown. */
  learned: boolean | null;
  /** Images seen in training by a finetuned run at n, and by a run from scratch; null without steps, or without such a run. */
  imagesSeen: number | null;
  scratchImagesSeen: number | null;
}

/** A cell with its judgement. */
export interface JudgedCell extends ReportCell {
  outcome: Outcome;
}

const judged = new WeakMap<Report, JudgedCell[]>();

/** Every utility of a report, in the order of its panels. */
export function cells(report: Report): JudgedCell[] {
  const known = judged.get(report);
  if (known) return known;
  const allCells = report.panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) =>
      comparison.points.map((point) => {
        const cell = { panel, comparison, point };
        return { ...cell, outcome: outcomeOf(cell, report.coverage) };
      }),
    ),
  );
  judged.set(report, allCells);
  return allCells;
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
    learned: hasLearned(comparison),
    imagesSeen: stepsAt(comparison.origins, point.n),
    scratchImagesSeen: stepsAt(panel.origins, point.n),
  }));

const stepsAt = (origins: readonly RunOrigin[], n: number): number | null =>
  origins.find((origin) => origin.n === n)?.imagesSeen ?? null;
