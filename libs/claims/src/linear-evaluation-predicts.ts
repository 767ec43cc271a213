import { holm, mean, pooledVariance } from '@nhat/curves';
import type { Variance } from '@nhat/curves';
import type { Stream } from '@nhat/random';
import { LEVEL, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { meanDifference, pAbove } from './mean-difference';
import { fewest, moreTrainings, runsOf, slowest } from './more-trainings';
import type { MissingTrainings, TestedRuns } from './more-trainings';
import { cellName, chosenCells, isWhole, lacks } from './study';
import type { Choices, StudyArm, StudyCell } from './study';
import { NO_SPREAD } from './study-draws';

/** Accuracies of one method on one dataset with n labels, one a seed. */
export interface LinearAndFinetuned {
  method: string;
  linear: readonly number[];
  finetuned: readonly number[];
  /** The runs that have these accuracies, where more of them can be added. */
  runs?: Record<'linear' | 'finetuned', TestedRuns>;
}

/** The methods on one dataset with n labels. */
export interface EvaluationCell {
  dataset: string;
  n: number;
  methods: readonly LinearAndFinetuned[];
}

export interface LinearEvaluationInput {
  cells: readonly EvaluationCell[];
  /** Kendall's τ above which linear evaluation predicts; 0.5 by default. */
  correlation?: number;
}

/** Fewer methods × datasets cannot show that orders agree. */
const FEWEST = 6;

const STATEMENT = 'Linear evaluation orders methods as finetuning does.';

interface LinearEvaluationOptions extends Choices {
  correlation: number;
}

export const linearEvaluationPredicts: Claim<LinearEvaluationInput, LinearEvaluationOptions> = {
  id: 'linear-evaluation-predicts',
  statement: STATEMENT,
  unit: 'rank correlation',
  rule:
    'It fails where an inversion is shown: in one cell (dataset × labels) one method is better by linear evaluation and another by finetuning, each with a ' +
    "Student-t test (intersection-union), Holm over cells × ordered pairs. It holds where the lower 95 % end of Kendall's τ, the mean over cells, lies " +
    'above 0.5 with six methods × datasets or more. Unit of resampling: datasets, then runs.',
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task'], {
    correlation: {
      ...{ type: 'number', minimum: 0, maximum: 1, default: 0.5 },
      description: "Kendall's τ above which linear evaluation predicts.",
    },
  }),
  inputOf(study, { correlation, ...choices }) {
    const chosen = chosenCells(study, choices);
    const complete = chosen.filter((cell) => evaluationCells(cell, '').length > 0);
    const cells = complete.flatMap((cell) => evaluationCells(cell, cellName(cell, complete)));
    if (cells.length > 0) return { cells, correlation };
    throw lacks(
      'two methods with finetuning and linear evaluation of as many labels',
      chosen.flatMap(({ arms }) =>
        arms.map(({ method, evaluation }) => `${method}, ${evaluation}`),
      ),
    );
  },
  decide({ cells, correlation = 0.5 }, { draws, stream }) {
    if (cells.length === 0) throw new RangeError('linear-evaluation-predicts: no cells');
    const measured = cells.map(measuredCell);
    if (!measured.every((cell) => cell !== null)) return undecided(NO_SPREAD, 'rank correlation');
    const inversions = measured.flatMap(inversionsOf);
    const adjusted = holm(inversions.map(({ p }) => p));
    const pFails = Math.min(1, ...adjusted);
    const taus = drawnTaus(measured, draws, stream.fork('kendall'));
    const p = (1 + taus.filter((tau) => tau <= correlation).length) / (draws + 1);
    const points = new Set(
      cells.flatMap(({ dataset, methods }) => methods.map(({ method }) => `${dataset} ${method}`)),
    ).size;
    const outcome = outcomeOf(points >= FEWEST && p < LEVEL, pFails < LEVEL);
    const worst = inversions[adjusted.indexOf(pFails)];
    return {
      ...{ outcome, unit: 'rank correlation', p, pFails },
      missing:
        outcome === 'undecided'
          ? trainingsMissing(cells, inversions, points < FEWEST ? null : { taus, correlation })
          : null,
      because: reason(outcome, worst?.name, points),
      effects: [tauEffect(measured, taus, { p, pFails }), ...seenInversions(inversions, adjusted)],
    };
  },
};

/** A cell for each budget at which two methods or more have both evaluations. */
function evaluationCells({ arms }: StudyCell, dataset: string): EvaluationCell[] {
  const linear = arms.filter(({ evaluation }) => evaluation === 'linear');
  const budgets = [...new Set(linear.flatMap(({ runs }) => runs.map(({ n }) => n)))];
  return budgets
    .sort((a, b) => a - b)
    .map((n) => ({ dataset, n, methods: linear.flatMap((arm) => bothEvaluations(arm, arms, n)) }))
    .filter(({ methods }) => methods.length > 1);
}

function bothEvaluations(
  linear: StudyArm,
  arms: readonly StudyArm[],
  n: number,
): LinearAndFinetuned[] {
  const { method } = linear;
  const whole = arms.find((arm) => arm.method === method && isWhole(arm));
  const runsAt = (arm: StudyArm | undefined) => (arm?.runs ?? []).filter((run) => run.n === n);
  const runs = { linear: runsAt(linear), finetuned: runsAt(whole) };
  const isComplete = Object.values(runs).every((list) => list.length > 0);
  const values = (list: TestedRuns) => list.map(({ value }) => value);
  return isComplete
    ? [{ method, linear: values(runs.linear), finetuned: values(runs.finetuned), runs }]
    : [];
}

/** The inversions that the means show, the clearest first; `adjusted` are their p-values after Holm. */
const seenInversions = (
  inversions: ReturnType<typeof inversionsOf>,
  adjusted: readonly number[],
): Effect[] =>
  inversions
    .map(({ name, tau, differences }, at) => ({
      ...{ name, effect: tau, low: tau, high: tau, p: 1, pFails: adjusted[at]! },
      isSeen: differences.every(({ estimate }) => estimate > 0),
    }))
    .filter(({ isSeen }) => isSeen)
    .sort((a, b) => a.pFails - b.pFails)
    .map(({ isSeen: _, ...effect }) => effect);

function reason(outcome: Decision['outcome'], inversion: string | undefined, points: number) {
  if (outcome === 'fails') return `An inversion is shown: ${inversion}.`;
  if (outcome === 'holds') return 'The orders agree, and no inversion is shown.';
  return points < FEWEST
    ? `No inversion is shown; ${points} methods × datasets are too few to show that orders agree.`
    : 'Neither an inversion nor agreement is shown.';
}

interface Measured {
  cell: EvaluationCell;
  linear: Variance;
  finetuned: Variance;
}

/** The cell with the variances of its runs, pooled over methods; null where nothing ran twice. */
function measuredCell(cell: EvaluationCell): Measured | null {
  const variance = (kind: 'linear' | 'finetuned') =>
    pooledVariance(cell.methods.map((method) => [{ n: cell.n, values: method[kind] }]));
  const [linear, finetuned] = [variance('linear'), variance('finetuned')];
  return linear && finetuned ? { cell, linear, finetuned } : null;
}

/** Every ordered pair of methods: the first better by linear evaluation, the second by finetuning. */
function inversionsOf({ cell, linear, finetuned }: Measured) {
  const { dataset, n, methods } = cell;
  return methods.flatMap((a) =>
    methods
      .filter((b) => b !== a)
      .map((b) => {
        const at = (values: readonly number[], variance: Variance) => ({
          ...{ cell: { n, values }, variance },
        });
        const byLinear = meanDifference(at(a.linear, linear), at(b.linear, linear), true);
        const byFinetuning = meanDifference(
          at(b.finetuned, finetuned),
          at(a.finetuned, finetuned),
          true,
        );
        return {
          name: `${dataset} at ${n}: ${a.method} before ${b.method} by linear evaluation only`,
          p: Math.max(pAbove(byLinear, 0), pAbove(byFinetuning, 0)),
          tau: byLinear.estimate > 0 === byFinetuning.estimate > 0 ? -1 : 1,
          differences: [byLinear, byFinetuning],
          tested: [a, b].flatMap((method) => testedOf(method, n)),
        };
      }),
  );
}

/**
 * What would show an inversion, which needs both of its differences, or that the orders agree: the fewer. One seed more is a head and a
 * finetuning of both methods, or of all of them. `agreement` is null where no number of seeds can show it.
 */
function trainingsMissing(
  cells: readonly EvaluationCell[],
  inversions: ReturnType<typeof inversionsOf>,
  agreement: { taus: readonly number[]; correlation: number } | null,
): MissingTrainings | null {
  const shown = inversions.map(({ differences, tested }) =>
    slowest(
      differences.map(({ estimate: distance, error }) =>
        moreTrainings([{ distance, error, tested }]),
      ),
    ),
  );
  return fewest([...shown, agreement && agreementMissing(cells, agreement)]);
}

function agreementMissing(
  cells: readonly EvaluationCell[],
  { taus, correlation }: { taus: readonly number[]; correlation: number },
): MissingTrainings | null {
  const centre = mean(taus);
  const error = Math.sqrt(mean(taus.map((tau) => (tau - centre) ** 2)));
  const tested = cells.flatMap(({ n, methods }) => methods.flatMap((one) => testedOf(one, n)));
  return moreTrainings([{ distance: centre - correlation, error, tested }]);
}

const testedOf = ({ linear, finetuned, runs }: LinearAndFinetuned, n: number): TestedRuns[] =>
  runs ? [runs.linear, runs.finetuned] : [runsOf(n, linear), runsOf(n, finetuned)];

/** Kendall's τ between two lists; ties count as neither. */
export function kendall(one: readonly number[], other: readonly number[]): number {
  let [sum, pairs] = [0, 0];
  one.forEach((value, at) => {
    for (let next = at + 1; next < one.length; next++) {
      pairs++;
      sum += Math.sign(value - one[next]!) * Math.sign(other[at]! - other[next]!);
    }
  });
  return pairs === 0 ? 0 : sum / pairs;
}

/** Mean τ over cells, with datasets drawn anew and an error on every mean. */
function drawnTaus(cells: readonly Measured[], draws: number, stream: Stream): number[] {
  const datasets = [...new Set(cells.map(({ cell }) => cell.dataset))];
  return Array.from({ length: draws }, () => {
    const chosen = datasets.map(() => stream.pick(datasets));
    const taus = chosen.flatMap((dataset) =>
      cells
        .filter(({ cell }) => cell.dataset === dataset)
        .map(({ cell, linear, finetuned }) => {
          const drawn = (values: readonly number[], variance: Variance) =>
            mean(values) +
            Math.sqrt((variance.v0 + variance.v1 / cell.n) / values.length) *
              studentNumber(variance.df, stream);
          return kendall(
            cell.methods.map((method) => drawn(method.linear, linear)),
            cell.methods.map((method) => drawn(method.finetuned, finetuned)),
          );
        }),
    );
    return mean(taus);
  });
}

function studentNumber(df: number, stream: Stream): number {
  let chiSquare = 0;
  for (let at = 0; at < df; at++) chiSquare += stream.normal() ** 2;
  return stream.normal() * Math.sqrt(df / chiSquare);
}

function tauEffect(
  cells: readonly Measured[],
  taus: readonly number[],
  p: Pick<Effect, 'p' | 'pFails'>,
): Effect {
  const measured = cells.map(({ cell }) =>
    kendall(
      cell.methods.map(({ linear }) => mean(linear)),
      cell.methods.map(({ finetuned }) => mean(finetuned)),
    ),
  );
  const sorted = taus.toSorted((a, b) => a - b);
  const tail = Math.max(1, Math.ceil(0.025 * sorted.length));
  const [low, high] = [sorted[tail - 1]!, sorted[sorted.length - tail]!];
  return { name: "Kendall's τ, mean over cells", effect: mean(measured), low, high, ...p };
}
