/** What was measured in each step of a training, by name: `loss`, `accuracy`, …; equal lengths. */
export type History = Record<string, Float32Array>;

const mean = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over the last tenth of the steps, at least one. */
export const lastTenth = (values: Float32Array): number =>
  mean(values.subarray(Math.min(Math.floor(values.length * 0.9), values.length - 1)));

/**
 * The history with at most `points` rows, each the mean over a run of steps, and a column `step`: how many steps
 * had been made at the end of the run.
 */
export function thinned(history: History, points: number): History {
  const [first] = Object.values(history);
  const steps = first?.length ?? 0;
  const rows = Math.min(points, steps);
  const end = (row: number) => Math.round(((row + 1) * steps) / rows);
  const starts = Array.from({ length: rows }, (_, row) => (row === 0 ? 0 : end(row - 1)));
  const columns = Object.entries(history).map(([name, values]) => [
    name,
    Float32Array.from(starts, (start, row) => mean(values.subarray(start, end(row)))),
  ]);
  return { step: Float32Array.from(starts, (_, row) => end(row)), ...Object.fromEntries(columns) };
}
