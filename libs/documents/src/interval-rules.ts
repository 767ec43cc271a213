import type { Pipeline } from './pipeline';
import { problem } from './problem';

/** An end of an interval on fewer draws is little more than the most extreme one; @nhat/curves refuses it, too. */
const FEWEST_IN_TAIL = 5;

/** A line when the draws are too few for the coverage of the intervals. */
export function intervalProblems(path: string, { interval }: Pipeline): string[] {
  const { coverage, draws } = interval;
  const exact = (2 * FEWEST_IN_TAIL) / (1 - coverage);
  // To 12 digits, because 1 − 0.95 is a little more than 0.05.
  const needed = Math.ceil(Number(exact.toPrecision(12)));
  if (draws >= needed) return [];
  const what = `too few for a coverage of ${coverage}, of which fewer than ${FEWEST_IN_TAIL} would lie beyond each end`;
  return problem(path, ['interval', 'draws'], what, { got: draws, expected: `at least ${needed}` });
}
