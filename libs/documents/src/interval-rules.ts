import type { Pipeline } from './resolved-pipeline';
import { problem } from './problem';

/** With fewer draws beyond it, an end of an interval is little more than the most extreme draw; @nhat/curves refuses that too. */
const MIN_IN_TAIL = 5;

/** Reports draws that are too few for the coverage of the intervals. */
export function intervalProblems(path: string, { interval }: Pipeline): string[] {
  const { coverage, draws } = interval;
  const exact = (2 * MIN_IN_TAIL) / (1 - coverage);
  // Rounded to 12 digits, because 1 − 0.95 is a little more than 0.05.
  const needed = Math.ceil(Number(exact.toPrecision(12)));
  if (draws >= needed) return [];
  const what = `too few for a coverage of ${coverage}, of which fewer than ${MIN_IN_TAIL} would lie beyond each end`;
  return problem(path, ['interval', 'draws'], what, { got: draws, expected: `at least ${needed}` });
}
