import { learningCurve } from '@nhat/curves';
import { joinedAnswers, runScores } from '@nhat/outputs';
import type { Stage } from '@nhat/runner/stage';
import type { CurveConfig, JsonObject } from '@nhat/documents';

/** Collects the runs of one arm, all budgets and seeds, into a learning curve. */
export const run: Stage<CurveConfig> = async ({ config, upstream }) => {
  const runs = upstream
    .filter(({ role }) => role === 'run')
    .map(({ node, outputs }) => runScores(node, outputs.scores, config.metric));
  const higherIsBetter = runs.every((item) => item.higherIsBetter);
  const curve = learningCurve(
    config.arm,
    runs.map(({ n, seed, test, train, fitted }) => ({
      ...{ n, seed, value: test, train, fitted },
      pretraining: config.pretraining?.[seed] ?? null,
    })),
    higherIsBetter,
  );
  const chances = runs.flatMap(({ chance }) => chance ?? []);
  const scores = {
    ...(curve as unknown as JsonObject),
    chance: chances.length > 0 ? Math.max(...chances) : null,
    metric: runs[0]?.metric ?? 'accuracy',
    answers: joinedAnswers(runs) as JsonObject | null,
    precisions: [...new Set(runs.flatMap(({ precision }) => precision ?? []))].sort(),
  };
  return { blobs: {}, scores };
};
