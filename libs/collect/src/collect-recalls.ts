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
 * task. Cells of older runs, and of other test images than the first has, are left out; undefined where none is left.
 */
export function collectRecalls(
  curves: readonly CurveOfArm[],
  names: readonly string[],
): Recalls | undefined {
  const answered = curves.flatMap(({ arm, curve }) =>
    inRole(curve, 'run').flatMap(({ manifest: { node, outputs } }) => {
      const { n, answers } = runScores(node, outputs.scores);
      return answers === null ? [] : [{ arm, n, answers }];
    }),
  );
  const [first] = answered;
  if (first === undefined) return undefined;
  const { images, counts } = first.answers;
  const groups = new Map<string, typeof answered>();
  for (const run of answered.filter(({ answers }) => answers.images === images)) {
    const key = JSON.stringify([run.arm, run.n]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
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
  const recalls = present.map((label) =>
    meanOf(runs.map(({ right, counts }) => right[label]! / counts[label]!)),
  );
  return {
    ...{ arm, n, runs: runs.length, recalls },
    accuracy: meanOf(runs.map(({ right, counts }) => totalOf(right) / totalOf(counts))),
    balancedAccuracy: meanOf(recalls),
  };
}

const totalOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);
/** To twelve digits, so that means that are equal but for rounding are printed alike. */
const meanOf = (values: readonly number[]): number =>
  Number((totalOf(values) / values.length).toPrecision(12));
