import { learningCurve } from '@nhat/curves';
import type { Run } from '@nhat/curves';
import type { CurveConfig, Json, JsonObject } from '@nhat/spec';
import type { Stage, Upstream } from '@nhat/runner/stage';

/** Collects the runs of one arm, all budgets and seeds, into a learning curve. */
export const run: Stage<CurveConfig> = async ({ config, upstream }) => {
  const runs = upstream.filter(({ role }) => role === 'run');
  const curve = learningCurve(config.arm, runs.map(toRun), higherIsBetter(runs));
  const scores = {
    ...(curve as unknown as JsonObject),
    metric: metricOf(runs),
    precisions: precisionsOf(runs),
  };
  return { blobs: {}, scores };
};

function toRun({ node, outputs: { scores } }: Upstream): Run {
  const { n, seed, test, train, fitted } = scores;
  if (typeof n !== 'number' || typeof seed !== 'number' || typeof test !== 'number') {
    throw new Error(`${node}: its scores hold no n, seed and test`);
  }
  return {
    n,
    seed,
    value: test,
    train: orNull(train, 'number'),
    fitted: orNull(fitted, 'boolean'),
  };
}

function orNull<T extends number | boolean>(
  value: Json | undefined,
  type: 'number' | 'boolean',
): T | null {
  return typeof value === type ? (value as T) : null;
}

/** Accuracies, unless the runs say that theirs is an error. */
const higherIsBetter = (runs: readonly Upstream[]): boolean =>
  runs.every(({ outputs }) => outputs.scores['higherIsBetter'] !== false);

/** The name of what the curve shows: accuracy, unless the runs say otherwise. */
const metricOf = (runs: readonly Upstream[]): string =>
  String(runs[0]?.outputs.scores['metric'] ?? 'accuracy');

/** What the runs were computed in; more than one when machines differ. */
const precisionsOf = (runs: readonly Upstream[]): string[] => {
  const named = runs.flatMap(({ outputs }) => {
    const precision = outputs.scores['precision'];
    return typeof precision === 'string' ? [precision] : [];
  });
  return [...new Set(named)].sort();
};
