import type { LearningCurve } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { Panel, Report, RunOrigin } from './report';

/** One training run behind the table; from all of them the table can be computed again. */
export interface RunRow {
  dataset: string;
  backbone: string;
  backboneOptions: JsonObject;
  task: string;
  /** The metric of `value` and `train`, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** `scratch`, or the method as in the table. */
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
}

/** The runs of every curve, by panel, arm, budget and seed. */
export const runRows = ({ panels }: Pick<Report, 'panels'>): RunRow[] =>
  panels.flatMap((panel) => [
    ...rowsOf(panel, panel.scratch, panel.origins, 'scratch'),
    ...panel.comparisons.flatMap(({ method, curve, origins, evaluation }) =>
      rowsOf(panel, curve, origins, method, evaluation),
    ),
  ]);

function rowsOf(
  { dataset, backbone, backboneOptions, task, metric }: Panel,
  { points, higherIsBetter }: LearningCurve,
  origins: readonly RunOrigin[],
  arm: string,
  evaluation = 'finetune',
): RunRow[] {
  const originOf = new Map(origins.map((origin) => [`${origin.n} ${origin.seed}`, origin]));
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, train, fitted }) => {
      const { pretraining = null, imagesSeen = null } = originOf.get(`${n} ${seed}`) ?? {};
      return {
        ...{ dataset, backbone, backboneOptions, task, metric: metric.name },
        ...{ higherIsBetter, arm, evaluation },
        ...{ n, seed, value, train, fitted, pretraining, imagesSeen },
      };
    }),
  );
}
