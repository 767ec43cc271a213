/**
 * How the loss of a training went. `above start`: it ended above the loss of its first steps; `rose`: it ended clearly above its lowest
 * value; `falling`: its last tenth was still clearly below the tenth before it, so a longer training would go on; `level`: none of these;
 * `short`: fewer than `LEAST_POINTS` points, from which nothing can be read.
 */
export type Convergence = 'above start' | 'rose' | 'falling' | 'level' | 'short';

const LEAST_POINTS = 20;

/** The share of the whole fall that the last tenth must contribute, and that a rise must take back. */
const FALLING = 0.03;
const RISEN = 0.1;

/** Standard errors by which a difference of two tenths must exceed the noise. */
const SURE = 3;

/** Judges the losses of a training, means over equal numbers of steps in their order. */
export function convergenceOf(losses: readonly number[]): Convergence {
  if (losses.length < LEAST_POINTS) return 'short';
  const tenths = tenthsOf(losses);
  const [before, last] = tenths.slice(-2) as [number, number];
  const first = losses[0]!;
  const lowest = Math.min(...tenths);
  const noise = SURE * deviationOfDifference(losses);
  if (last > first + noise) return 'above start';
  if (last - lowest > Math.max(RISEN * (first - lowest), noise)) return 'rose';
  return before - last > Math.max(FALLING * (first - last), noise) ? 'falling' : 'level';
}

/** Ten means over equal parts. */
const tenthsOf = (values: readonly number[]): number[] =>
  Array.from({ length: 10 }, (_, part) => {
    const [from, to] = [part, part + 1].map((edge) => Math.round((edge * values.length) / 10));
    return mean(values.slice(from, to));
  });

/**
 * The standard deviation of the difference of two tenths, estimated from second differences over the last half, which a steady fall
 * does not change.
 */
function deviationOfDifference(values: readonly number[]): number {
  const late = values.slice(Math.floor(values.length / 2));
  const bends = late.slice(2).map((value, at) => value - 2 * late[at + 1]! + late[at]!);
  const variance = mean(bends.map((bend) => bend * bend)) / 6;
  return Math.sqrt((2 * variance) / (values.length / 10));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The outcomes in the order of their weight, with the words for a number of trainings. */
export const CONVERGENCE_TEXTS: Record<Convergence, string> = {
  'above start': 'ended above the loss of the first steps',
  rose: 'rose again before the end',
  falling: 'still fell at the end',
  level: 'levelled off',
  short: 'had too few steps to tell',
};
