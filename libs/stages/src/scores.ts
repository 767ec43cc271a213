import { learningCurve } from '@nhat/curves';
import type { JsonObject, ScoresConfig } from '@nhat/documents';
import type { Stage } from '@nhat/runner/stage';

/** Makes the learning curve of an arm from the scores of another program's runs; its outputs are those of a curve. */
export const run: Stage<ScoresConfig> = async ({ config }) => {
  const { arm, metric, higherIsBetter, chance, runs } = config;
  const curve = learningCurve(
    arm,
    runs.map(([n, seed, value, pretraining]) => ({
      ...{ n, seed, value, pretraining },
      ...{ train: null, fitted: null },
    })),
    higherIsBetter,
  );
  const scores = {
    ...(curve as unknown as JsonObject),
    ...{ chance, metric: metric.name, precisions: [] },
  };
  return { blobs: {}, scores };
};
