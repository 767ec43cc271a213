import type { LearningCurve } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { Panel, Report, RunOrigin } from './report';
import { originFinder } from './run-origins';

/** One training run behind the table; from all of them the table can be computed again. */
export interface RunRow {
  dataset: string;
  backbone: string;
  backboneOptions: JsonObject;
  task: string;
  /** The metric of `value` and `train`, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** `scratch`, the method as in the table, or `random weights (…)`. */
  arm: string;
  /** The evaluation of the network; `finetune` also for training from scratch. */
  evaluation: string;
  n: number;
  seed: number;
  /** The metric on test images, not rounded. */
  value: number;
  /** The metric on the n labelled images; null if not measured. */
  train: number | null;
  /** Whether the run fitted its labelled images; null if not measured. */
  fitted: boolean | null;
  /** Seed of the pretrained network that the run started from; null from scratch. */
  pretraining: number | null;
  /** Images seen in training; null for heads that are fitted without steps. */
  imagesSeen: number | null;
  /** The metric on validation images; null without such images. */
  validation: number | null;
  /** The number of object classes among the labelled images; null if unknown. */
  labelledClasses: number | null;
  /** Settings that a head derived from the labelled images, one column each in CSV; empty if there are none. */
  chosen: JsonObject;
}

/** The runs of every curve, by panel, arm, budget and seed. */
export const runRows = ({ panels }: Pick<Report, 'panels'>): RunRow[] =>
  panels.flatMap((panel) => [
    ...rowsOf(panel, panel.scratch, panel.origins, 'scratch'),
    ...panel.comparisons.flatMap(({ method, curve, origins, evaluation }) =>
      rowsOf(panel, curve, origins, method, evaluation),
    ),
    ...(panel.references ?? []).flatMap(({ name, curve, origins, evaluation }) =>
      rowsOf(panel, curve, origins, name, evaluation),
    ),
  ]);

function rowsOf(
  { dataset, backbone, backboneOptions, task, metric }: Panel,
  { points, higherIsBetter }: LearningCurve,
  origins: readonly RunOrigin[],
  arm: string,
  evaluation = 'finetune',
): RunRow[] {
  const originOf = originFinder(origins);
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, train, fitted }) => {
      const {
        pretraining = null,
        imagesSeen = null,
        validation = null,
        labelledClasses = null,
        chosen,
      }: Partial<RunOrigin> = originOf({ n, seed }) ?? {};
      return {
        ...{ dataset, backbone, backboneOptions, task, metric: metric.name },
        ...{ higherIsBetter, arm, evaluation },
        ...{ n, seed, value, train, fitted, pretraining, imagesSeen },
        ...{ validation, labelledClasses, chosen: chosen ?? {} },
      };
    }),
  );
}
