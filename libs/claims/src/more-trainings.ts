/** z for a one-sided level of 5 % and a power of 80 %. */
const NEEDED = 1.645 + 0.842;
/** More seeds than these are no plan. */
const MOST_SEEDS = 100;

/** A test whose standard error falls with the square root of the seeds. */
export interface OpenTest {
  /** How far the estimate lies on the side of a decision; at most 0: more trainings are not expected to decide it. */
  distance: number;
  /** Standard error of the estimate. */
  error: number;
  /** The part of error² that more seeds do not make smaller; 0 where absent. */
  lasting?: number | undefined;
  /** Seeds now, and trainings that one more seed costs. */
  seeds: number;
  cells: number;
}

/**
 * Trainings to add so that a test decides with a power of 80 %, if its estimate is the truth: the fewest over the tests, each of which
 * needs seeds in proportion to e² / ((distance / z)² − l), where e² is the part of the squared error that seeds make smaller, and l the rest. At least one more seed, because it has not decided yet. Null where
 * no test gets there with 100 seeds.
 */
export function moreTrainings(tests: readonly OpenTest[]): number | null {
  const counts = tests.flatMap(({ distance, error, lasting = 0, seeds, cells }) => {
    if (!(distance > 0)) return [];
    const room = (distance / NEEDED) ** 2 - lasting;
    if (room <= 0) return [];
    const needed = Math.ceil((seeds * (error ** 2 - lasting)) / room);
    return needed > MOST_SEEDS ? [] : [Math.max(1, needed - seeds) * cells];
  });
  return counts.length === 0 ? null : Math.min(...counts);
}
