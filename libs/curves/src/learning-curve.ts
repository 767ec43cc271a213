import { checkLadder, countsOf, mean, oriented } from './ladder';
import type { Ladder } from './ladder';
import { pooledVariance, varianceAt } from './pooled-variance';
import type { Variance } from './pooled-variance';
import { fitPowerLaw } from './power-law';
import type { PowerLaw } from './power-law';
import { isotonicReading } from './readings';

/** One training at n labels. */
export interface Run {
  n: number;
  seed: number;
  /** The metric on test images. */
  value: number;
  /** The same metric on the n labelled images. */
  train: number | null;
  /** Whether the labelled images themselves were learned; when not, training was too short to judge labels by. */
  fitted: boolean | null;
  /** Seed of the pretrained network that the run started from; null from scratch. */
  pretraining: number | null;
}

/** All runs of one arm and what follows from them; metrics in their natural sign. */
export interface LearningCurve {
  arm: string;
  higherIsBetter: boolean;
  points: CurvePoint[];
  /** The monotone fit at the budgets, each mean weighted by its count of runs. */
  fit: { n: number; value: number }[];
  /** Pooled variance of one run; null when no budget has two. */
  variance: Variance | null;
  /** In units where higher is better (negated errors). */
  powerLaw: PowerLaw | null;
}

export interface CurvePoint {
  n: number;
  mean: number;
  /** By ascending seed. */
  runs: Omit<Run, 'n'>[];
}

/** Orders the runs of one arm into a learning curve. Throws when a seed occurs twice at a budget or a value is missing. */
export function learningCurve(
  arm: string,
  runs: readonly Run[],
  higherIsBetter: boolean,
): LearningCurve {
  const groups = groupByBudget(arm, runs);
  const ladder = groups.map(({ n, runs: group }) => ({
    n,
    values: group.map(({ value }) => oriented(value, higherIsBetter)),
  }));
  checkLadder(arm, ladder);
  const variance = pooledVariance([ladder]);
  const means = ladder.map(({ values }) => mean(values));
  const budgets = ladder.map(({ n }) => n);
  const curve = isotonicReading.curve(budgets, means, countsOf(ladder));
  return {
    arm,
    higherIsBetter,
    points: groups.map(({ n, runs: group }) => ({
      n,
      mean: mean(group.map(({ value }) => value)),
      runs: group,
    })),
    fit: budgets.map((n, at) => ({ n, value: oriented(curve.value[at]!, higherIsBetter) })),
    variance,
    powerLaw: fitPowerLaw(
      budgets,
      means,
      precisionsOf(ladder, variance),
      curve,
      higherIsBetter ? 1 : 0,
    ),
  };
}

/** The runs as a ladder in which higher is better. */
export const ladderOf = ({ points, higherIsBetter }: LearningCurve): Ladder =>
  points.map(({ n, runs }) => ({
    n,
    values: runs.map(({ value }) => oriented(value, higherIsBetter)),
  }));

/** Inverse variances of the means; counts of runs while the variance is unknown or 0. */
const precisionsOf = (ladder: Ladder, variance: Variance | null): number[] =>
  ladder.map(({ n, values }) => {
    const spread = variance === null ? 0 : varianceAt(variance, n);
    return spread > 0 ? values.length / spread : values.length;
  });

function groupByBudget(arm: string, runs: readonly Run[]) {
  const groups = new Map<number, Omit<Run, 'n'>[]>();
  for (const { n, seed, value, train, fitted, pretraining } of runs) {
    const group = groups.get(n) ?? [];
    if (group.some((other) => other.seed === seed)) {
      throw new RangeError(`${arm}: seed ${seed} occurs twice at n = ${n}`);
    }
    groups.set(n, [...group, { seed, value, train, fitted, pretraining }]);
  }
  return [...groups]
    .map(([n, group]) => ({ n, runs: group.sort((a, b) => a.seed - b.seed) }))
    .sort((a, b) => a.n - b.n);
}
