import type { BudgetToAdd, ReadingKind, Status, UtilityPoint } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { ReportCell } from './fitted';
import { hasLearned } from './learning';
import { rounded } from './number-format';
import { oncePer } from '@nhat/documents/once-per';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { balancedAt } from './recalls';
import type { Comparison, Panel, Report, RunOrigin } from './report';

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
  /** What the row states: `number`, `wide` (the interval alone), or why labels cannot be counted. */
  kind: ReadingKind;
  /** The number of labels that training from scratch needs; a bound when censored; null unless `kind` is `number`. */
  nHat: number | null;
  /** n̂/n − 1; likewise. */
  utility: number | null;
  /** Labels saved, n̂ − n = U · n, with the interval of U carried over; likewise. */
  saved: number | null;
  savedLow: number | null;
  savedHigh: number | null;
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
  /** On the method: `saves`, `costs`, `unclear`; null unless `kind` is `number`, and without an interval. */
  verdict: UtilityPoint['verdict'];
  /** True where n̂ is read next to a scratch mean that the monotone fit replaced. */
  pooled: boolean;
  /** The metric of the best constant answer; null if unknown. */
  chance: number | null;
  /** The smallest number of runs at a budget that the row depends on. */
  seeds: number;
  /** Pretrained networks behind the finetuned runs at n. */
  networks: number;
  /** Whether every network that was pretrained for runs with n labels learned the task of its method on held-out images; null if unknown. */
  learned: boolean | null;
  /** The interval speaks of one network: nothing in the study shows how much networks differ, and no verdict is clear. */
  thisNetworkOnly: boolean;
  /** The budget from scratch, of those that trainings can have, that narrows the interval most, and why; null where none helps. */
  budgetToAdd: number | null;
  budgetReason: BudgetToAdd['reason'] | null;
  /** Slope of log2(1 + U) on log2 n of this method, the same in all its rows; null below two budgets that can be compared. */
  slope: number | null;
  slopeLow: number | null;
  slopeHigh: number | null;
  /** Images seen in training by a finetuned run at n, and by a run from scratch; null without steps, or without such a run. */
  imagesSeen: number | null;
  scratchImagesSeen: number | null;
  /** The mean of the same evaluation of networks with random weights; null where there is none. */
  randomWeights: number | null;
  /** The means over classes of the share of test images that are classified rightly; null where it is not known. */
  scratchBalancedAccuracy: number | null;
  finetunedBalancedAccuracy: number | null;
  /** The number of test images whose choice the intervals hold; null where they hold none. */
  testImages: number | null;
}

/** A cell with its judgement. */
export interface JudgedCell extends ReportCell {
  outcome: Outcome;
}

/** Every utility of a report, in the order of its panels. */
export const cells = oncePer(({ panels }: Report): JudgedCell[] =>
  panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) =>
      comparison.points.map((point) => ({
        ...{ panel, comparison, point },
        outcome: outcomeOf(point),
      })),
    ),
  ),
);

export const utilityRows = (report: Report): UtilityRow[] =>
  cells(report).map(({ panel, comparison, point }) => ({
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
    kind: point.kind,
    nHat: rounded(point.nHat),
    utility: rounded(point.utility),
    saved: labels(point, point.utility),
    savedLow: labels(point, point.low),
    savedHigh: labels(point, point.high),
    low: rounded(point.low),
    high: rounded(point.high),
    lowOpen: point.lowOpen,
    highOpen: point.highOpen,
    floor: rounded(point.floor),
    ceiling: rounded(point.ceiling),
    positive: rounded(point.positive),
    negative: rounded(point.negative),
    status: point.status,
    verdict: point.verdict,
    pooled: point.pooled,
    chance: rounded(panel.chance),
    seeds: point.seeds,
    networks: point.networks,
    learned: hasLearned(comparison, point.n),
    thisNetworkOnly: point.thisNetworkOnly,
    budgetToAdd: point.budget?.n ?? null,
    budgetReason: point.budget?.reason ?? null,
    slope: rounded(comparison.slope?.estimate ?? null),
    slopeLow: rounded(comparison.slope?.low ?? null),
    slopeHigh: rounded(comparison.slope?.high ?? null),
    imagesSeen: stepsAt(comparison.origins, point.n),
    scratchImagesSeen: stepsAt(panel.origins, point.n),
    randomWeights: rounded(referenceMean(panel, comparison, point.n)),
    scratchBalancedAccuracy: rounded(balancedAt(panel, 'scratch', point.n)),
    finetunedBalancedAccuracy: rounded(balancedAt(panel, comparison.method, point.n)),
    testImages: panel.testImages?.images ?? null,
  }));

const labels = ({ n }: UtilityPoint, utility: number | null): number | null =>
  rounded(utility === null ? null : n * utility);

/** The mean that networks with random weights reach at n in the evaluation of a comparison. */
const referenceMean = ({ references }: Panel, { evaluation }: Comparison, n: number) =>
  references
    ?.find((reference) => reference.evaluation === evaluation)
    ?.curve.points.find((point) => point.n === n)?.mean ?? null;

const stepsAt = (origins: readonly RunOrigin[], n: number): number | null =>
  origins.find((origin) => origin.n === n)?.imagesSeen ?? null;
