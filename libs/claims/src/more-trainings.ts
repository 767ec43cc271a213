import { studentQuantile } from '@nhat/curves';
import type { PanelRun } from '@nhat/curves';
import { LEVEL } from './level';

/** The estimate in standard errors with which a test decides in 80 % of studies: z of its one-sided level and of that power. */
const neededFor = (level: number): number => studentQuantile(1 - 2 * level, AS_NORMAL) + 0.842;

/** Degrees of freedom with which Student-t is as good as normal. */
const AS_NORMAL = 100_000;
/** More seeds than these are no plan. */
const MOST_SEEDS = 100;

/** The runs of an arm or of scratch, in one panel, at the budgets that a test looks at. */
export type TestedRuns = readonly PanelRun[];

/** A test whose standard error falls with the square root of the seeds. */
export interface OpenTest {
  /** How far the estimate lies on the side of a decision; at most 0: more trainings are not expected to decide it. */
  distance: number;
  /** Standard error of the estimate. */
  error: number;
  /** The part of error² that more seeds do not make smaller; 0 where absent. */
  lasting?: number | undefined;
  /** The one-sided p below which it decides; 0.05 where absent, and that divided by their number where one of several tests suffices. */
  level?: number;
  /** All that it compares. One seed more is one run more at each budget of each list. */
  tested: readonly TestedRuns[];
}

/** What would decide a test. */
export interface MissingTrainings {
  /** Runs to add; pretrainings not counted. */
  trainings: number;
  /** What they are added to. */
  tested: readonly TestedRuns[];
}

/** The seeds of the list that has the fewest, and the runs of one seed more. */
export function costOf(tested: readonly TestedRuns[]): { seeds: number; cells: number } {
  const different = (runs: TestedRuns, key: 'seed' | 'n') =>
    new Set(runs.map((run) => run[key])).size;
  return {
    seeds: Math.min(...tested.map((runs) => different(runs, 'seed'))),
    cells: tested.reduce((sum, runs) => sum + different(runs, 'n'), 0),
  };
}

/**
 * Trainings to add so that a test decides with a power of 80 %, if its estimate is the truth: the fewest over the tests, each of which
 * needs seeds in proportion to e² / ((distance / z)² − l), where e² is the part of the squared error that seeds make smaller, and l the rest. At least one more seed, because it has not decided yet. Null where
 * no test gets there with 100 seeds.
 */
export function moreTrainings(tests: readonly OpenTest[]): MissingTrainings | null {
  return fewest(
    tests.map(({ distance, error, lasting = 0, level = LEVEL, tested }) => {
      if (!(distance > 0)) return null;
      const room = (distance / neededFor(level)) ** 2 - lasting;
      if (room <= 0) return null;
      const { seeds, cells } = costOf(tested);
      const needed = Math.ceil((seeds * (error ** 2 - lasting)) / room);
      if (needed > MOST_SEEDS) return null;
      return { trainings: Math.max(1, needed - seeds) * cells, tested };
    }),
  );
}

/**
 * How many seeds the next look at a claim waits for: those that it lacks if its estimate is the truth, at most as many as there are. Each look is
 * another chance to be wrong, so one seed at a time would be more often (docs/statistics.md).
 */
export function seedsOfRound({ trainings, tested }: MissingTrainings): number {
  const { seeds, cells } = costOf(tested);
  return Math.min(Math.ceil(trainings / cells), seeds);
}

/** Of several ways to decide, the one with the fewest trainings; null where there is none. */
export const fewest = (ways: readonly (MissingTrainings | null)[]): MissingTrainings | null =>
  ways.reduce(
    (least, way) => (way && (!least || way.trainings < least.trainings) ? way : least),
    null,
  );

/** Of several parts that must all be shown, the one with the most trainings; null where one of them cannot be shown. */
export const slowest = (parts: readonly (MissingTrainings | null)[]): MissingTrainings | null =>
  parts.includes(null)
    ? null
    : parts.reduce((most, part) => (!most || part!.trainings > most.trainings ? part : most), null);

/** Runs that have values alone, for what counts them. */
export const runsOf = (n: number, values: readonly number[]): TestedRuns =>
  values.map((value, seed) => ({ n, seed, value, network: null }));
