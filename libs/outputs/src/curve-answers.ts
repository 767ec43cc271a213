import type { RunAnswers } from '@nhat/curves';
import { readScores } from './score-reader';
import { BALANCED } from './run-scores';
import type { RunScores } from './run-scores';
import { decodeAnswers } from './test-answers';
import type { TestAnswers } from './test-answers';
import type { JsonObject } from '@nhat/documents';

/** Which test images each run of a curve answers rightly; what they have in common stands once. Fields as in `TestAnswers`. */
export interface CurveAnswers extends Omit<TestAnswers, 'bits' | 'right'> {
  runs: { n: number; seed: number; bits: string }[];
}

/** The answers of all runs of a curve; null where one has none, or has other test images. */
export function joinedAnswers(runs: readonly RunScores[]): CurveAnswers | null {
  const first = runs[0]?.answers ?? null;
  if (first === null || runs.some(({ answers }) => answers?.images !== first.images)) return null;
  const { images, counts, groups } = first;
  return {
    ...{ images, counts, ...(groups !== undefined && { groups }) },
    runs: runs.map(({ n, seed, answers }) => ({ n, seed, bits: answers!.bits })),
  };
}

/** Reads the answers among the scores of a curve; null where it has none. Throws a UserError that names node and field. */
export function answersOfCurve(node: string, scores: JsonObject): CurveAnswers | null {
  if ((scores['answers'] ?? null) === null) return null;
  const read = readScores(node, scores).object('answers');
  read.text('images');
  read.numbers('counts');
  read.textOr('groups', null);
  for (const run of read.objects('runs')) {
    for (const key of ['n', 'seed']) run.number(key);
    run.text('bits');
  }
  return scores['answers'] as unknown as CurveAnswers;
}

/** The answers of a run of a curve, by budget and seed; undefined where the curve has none. */
export function answersByRun({
  answers,
  metric,
}: {
  answers: CurveAnswers | null;
  metric: string;
}): (n: number, seed: number) => RunAnswers | undefined {
  if (answers === null) return () => undefined;
  const { runs, ...common } = answers;
  const mean = meanOf(metric);
  const { groups } = decodeAnswers({ ...common, bits: '' });
  const known = new Map(
    runs.map(({ n, seed, bits }) => [
      `${n} ${seed}`,
      { ...decodeAnswers({ images: common.images, counts: common.counts, bits }, mean), groups },
    ]),
  );
  return (n, seed) => known.get(`${n} ${seed}`);
}

/** What the value of a run is in a metric. */
export const meanOf = (metric: string): RunAnswers['mean'] =>
  metric === BALANCED ? 'over classes' : 'over images';
