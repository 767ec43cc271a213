import { runScores } from '@nhat/outputs';
import type { TestAnswers } from '@nhat/outputs';
import type { RecallCell, Recalls } from '@nhat/report';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';

/** A curve and what its arm is called. */
export interface CurveOfArm {
  arm: string;
  curve: Ancestry;
}

/**
 * How well each class is recognised in the cells of these curves, by the answers that the runs kept; `names` are those of the classes of the
 * task. Where seeds have test images of their own (`ownImages`), a recall is one over the test images of all seeds. Elsewhere runs on other
 * test images than the first has are left out, and so are cells of older runs, without answers; undefined where none is left.
 */
export function collectRecalls(
  curves: readonly CurveOfArm[],
  names: readonly string[],
  ownImages = false,
): Recalls | undefined {
  const answered = curves.flatMap(({ arm, curve }) =>
    inRole(curve, 'run').flatMap(({ manifest: { node, outputs } }) => {
      const { n, answers } = runScores(node, outputs.scores);
      return answers === null ? [] : [{ arm, n, answers }];
    }),
  );
  const [first] = answered;
  if (first === undefined) return undefined;
  const { images } = first.answers;
  const groups = new Map<string, typeof answered>();
  for (const run of answered.filter(({ answers }) => ownImages || answers.images === images)) {
    const key = JSON.stringify([run.arm, run.n]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const known = [...groups.values()].flat().map(({ answers }) => answers);
  const counts = countsIn(known);
  const present = counts.flatMap((count, label) => (count > 0 ? [label] : []));
  const isNamed = names.length === counts.length;
  return {
    classes: present.map((label) => ({
      name: isNamed ? names[label]! : `class ${label}`,
      images: counts[label]!,
    })),
    cells: [...groups.values()]
      .map((runs) =>
        cellOf(
          runs[0]!,
          present,
          runs.map(({ answers }) => answers),
        ),
      )
      .sort((a, b) => order(a) - order(b) || a.n - b.n),
  };

  function order({ arm }: RecallCell): number {
    return curves.findIndex((curve) => curve.arm === arm);
  }
}

function cellOf(
  { arm, n }: Pick<RecallCell, 'arm' | 'n'>,
  present: readonly number[],
  runs: readonly TestAnswers[],
): RecallCell {
  const counts = countsIn(runs);
  const sets = byImages(runs);
  const recalls = present.map((label) => {
    if (counts[label] === 0) return null;
    const right = sets.map((set) => meanOf(set.map((run) => run.right[label]!)));
    return digits(totalOf(right) / counts[label]!);
  });
  return {
    ...{ arm, n, runs: runs.length, recalls, images: present.map((label) => counts[label]!) },
    accuracy: digits(meanOf(runs.map((run) => totalOf(run.right) / totalOf(run.counts)))),
    balancedAccuracy: digits(meanOf(runs.map(balancedAccuracyOf))),
  };
}

function balancedAccuracyOf({ right, counts }: TestAnswers): number {
  return meanOf(
    right.flatMap((hits, label) => (counts[label]! > 0 ? [hits / counts[label]!] : [])),
  );
}

/** The test images of each class, those of several runs once. */
const countsIn = (runs: readonly TestAnswers[]): number[] =>
  byImages(runs)
    .map(([{ counts }]) => counts)
    .reduce((sums, counts) => sums.map((sum, label) => sum + counts[label]!));

/** The runs that have the same test images, in groups. */
function byImages(runs: readonly TestAnswers[]): [TestAnswers, ...TestAnswers[]][] {
  const sets = new Map<string, [TestAnswers, ...TestAnswers[]]>();
  for (const run of runs) {
    const set = sets.get(run.images);
    if (set === undefined) sets.set(run.images, [run]);
    else set.push(run);
  }
  return [...sets.values()];
}

const totalOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => totalOf(values) / values.length;
/** Twelve, so that figures that are equal but for rounding are printed alike. */
const digits = (value: number): number => Number(value.toPrecision(12));
