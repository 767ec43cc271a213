/** The runs of one arm at one budget; a value is a metric of one run, higher is better. */
export interface Cell {
  /** Labelled images. */
  n: number;
  /** One a run (seed); at least one, finite. */
  values: readonly number[];
}

/** The cells of one arm, by ascending n, each n once. */
export type Ladder = readonly Cell[];

/** The value to 12 significant digits: figures that differ by the rounding of sums alone become equal. */
export const significant = (value: number): number => Number(value.toPrecision(12));

/** The mean to 12 significant digits of the largest value, so that equal values have the same mean however many they are. */
export function mean(values: readonly number[]): number {
  const average = values.reduce((sum, value) => sum + significant(value), 0) / values.length;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.abs(average) <= 1e-12 * largest ? 0 : significant(average);
}

/** Runs of each cell: the weights of the monotone fit. */
export const countsOf = (ladder: Ladder): number[] => ladder.map(({ values }) => values.length);

/** Error metrics (depth error, angles) change sign first, so that every curve here rises. */
export const oriented = (value: number, higherIsBetter: boolean): number =>
  higherIsBetter ? value : -value;

/** The cells that hold a label count between them: the one at it, or its two neighbours; at an edge the edge. */
export function budgetsAround<T extends { n: number }>(budgets: readonly T[], labels: number): T[] {
  const right = budgets.findIndex(({ n }) => n >= labels);
  if (right < 0) return budgets.slice(-1);
  return budgets[right]!.n === labels || right === 0
    ? [budgets[right]!]
    : budgets.slice(right - 1, right + 1);
}

/** Throws unless `cells` is a ladder: not empty, ascending and different n ≥ 1, finite values. */
export function checkLadder(name: string, cells: Ladder): void {
  if (cells.length === 0) throw new RangeError(`${name}: no budget has a run`);
  cells.forEach(({ n, values }, at) => {
    const before = cells[at - 1]?.n ?? 0;
    if (!(n > before))
      throw new RangeError(`${name}: budgets must ascend (got ${n} after ${before})`);
    if (values.length === 0) throw new RangeError(`${name}: no run at n = ${n}`);
    if (!values.every(Number.isFinite)) {
      throw new RangeError(
        `${name}: a run at n = ${n} has no finite value (got ${values.join(', ')})`,
      );
    }
  });
}
