import type { LearningCurve } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import type { Panel, Report, RunOrigin } from './report';

/** One training behind the table: with all of them anybody can compute it again. */
export interface RunRow {
  dataset: string;
  backbone: string;
  backboneOptions: JsonObject;
  task: string;
  /** What `value` and `train` are, e.g. `accuracy`. */
  metric: string;
  higherIsBetter: boolean;
  /** `scratch`, or the method as the table has it. */
  arm: string;
  /** What was done with the network: `finetune` also of training from scratch. */
  evaluation: string;
  n: number;
  seed: number;
  /** The metric on test images, unrounded. */
  value: number;
  /** On the n labelled images; null: not measured. */
  train: number | null;
  /** Whether the labelled images were learned; null: not measured. */
  fitted: boolean | null;
  /** Seed of the pretrained network that the run started from; null from scratch. */
  pretraining: number | null;
  /** Images seen in training; null where a head is fitted without steps. */
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
  const origin = new Map(origins.map((one) => [`${one.n} ${one.seed}`, one]));
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, train, fitted }) => {
      const { pretraining = null, imagesSeen = null } = origin.get(`${n} ${seed}`) ?? {};
      return {
        ...{ dataset, backbone, backboneOptions, task, metric: metric.name },
        ...{ higherIsBetter, arm, evaluation },
        ...{ n, seed, value, train, fitted, pretraining, imagesSeen },
      };
    }),
  );
}
