import { learningCurve, mean } from '@nhat/curves';
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
  const scores = {
    ...(curve as unknown as JsonObject),
    chance: chanceOf(runs),
    metric: runs[0]?.metric ?? 'accuracy',
    answers: joinedAnswers(runs) as JsonObject | null,
    precisions: [...new Set(runs.flatMap(({ precision }) => precision ?? []))].sort(),
  };
  return { blobs: {}, scores };
};

/**
 * The best constant answer, as a mean over the seeds where these are tested on other images, because accuracies are means over them, too;
 * null where no run has one.
 */
function chanceOf(runs: readonly { seed: number; chance: number | null }[]): number | null {
  const ofSeeds = new Map(
    runs.flatMap(({ seed, chance }) => (chance === null ? [] : [[seed, chance] as const])),
  );
  const [first, ...others] = ofSeeds.values();
  if (first === undefined) return null;
  // A mean of equal numbers need not be the same number.
  return others.every((chance) => chance === first) ? first : mean([first, ...others]);
}
