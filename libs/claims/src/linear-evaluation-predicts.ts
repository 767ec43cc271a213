import { holm, mean } from '@nhat/curves';
import type { Variance } from '@nhat/curves';
import { count } from '@nhat/documents';
import { COVERAGE, LEVEL, decidingFirst, undecided } from './claim';
import type { Claim, ClaimSettings, Decision, Effect } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { intervalOf, meanDifference, pAbove, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { fewest, moreTrainings, runsOf, slowest } from './more-trainings';
import type { MissingTrainings, TestedRuns } from './more-trainings';
import { areOfOneNetwork, independentRuns } from './network-means';
import { correlationOf, lastingVariance, measuredCell } from './rank-correlation';
import type { EvaluationCell, LinearAndFinetuned, MeasuredCell } from './rank-correlation';
import { cellName, chosenCells, isWhole, lacks } from './study';
import type { Choices, Study, StudyArm, StudyCell, StudyRun } from './study';
import { NO_SPREAD, ONE_NETWORK } from './study-draws';

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
    'It fails where an inversion is shown: on one dataset with one number of labels one method is better by linear evaluation and another by finetuning, each with a ' +
    "Student-t test (intersection-union), Holm over datasets × labels × ordered pairs. It holds where the lower 95 % end of Kendall's τ, the mean over datasets × labels, lies " +
    'above 0.5 with six methods × datasets or more. Unit of resampling: datasets, then runs; runs that share a network count as one. Test images count as drawn, too.',
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
    const { taus, points, ...found } = correlationOf(measured, { draws, stream });
    const p = (1 + taus.filter((tau) => tau <= correlation).length) / (draws + 1);
    const oneNetwork = cells.some(({ methods }) => methods.some(isOfOneNetwork));
    const outcome = oneNetwork
      ? 'undecided'
      : outcomeOf(points >= FEWEST && p < LEVEL, pFails < LEVEL);
    const worst = inversions[adjusted.indexOf(pFails)];
    const rank = { ...found, p, pFails: null };
    return {
      ...{ outcome, unit: 'rank correlation', p, pFails },
      missing:
        outcome === 'undecided' && !oneNetwork
          ? trainingsMissing(
              cells,
              inversions,
              points < FEWEST
                ? null
                : { taus, correlation, lasting: lastingVariance(measured, { draws, stream }) },
            )
          : null,
      because: oneNetwork
        ? ONE_NETWORK
        : reason(outcome, worst?.name, points) + noWidthText(rank, cells),
      effects: decidingFirst([rank, ...seenInversions(inversions, adjusted)], {
        ...{ outcome, p, pFails },
      }),
    };
  },
};

const isOfOneNetwork = ({ runs }: LinearAndFinetuned): boolean =>
  runs !== undefined && Object.values(runs).some(areOfOneNetwork);

/**
 * Kendall's τ between the orders by linear evaluation and by finetuning, as the claim has it; null where nothing ran twice. Throws a
 * LackingStudy where no two methods have both.
 */
export function rankCorrelation(study: Study, settings: ClaimSettings) {
  const { cells } = linearEvaluationPredicts.inputOf(study, { correlation: 0.5 });
  const measured = cells.map(measuredCell);
  if (!measured.every((cell) => cell !== null)) return null;
  const { effect, low, high, points } = correlationOf(measured, settings);
  return { effect, low, high, points, meaning: noWidthText({ low, high }, cells).trim() };
}

/** What an interval without width can mean, after a space; empty for others. */
function noWidthText(
  { low, high }: Pick<Effect, 'low' | 'high'>,
  cells: readonly EvaluationCell[],
): string {
  if (low !== high) return '';
  const datasets = new Set(cells.map(({ dataset }) => dataset)).size;
  const methods = Math.max(...cells.map((cell) => cell.methods.length));
  const orders =
    methods === 2 ? 'two methods have two orders' : `${methods} methods have few orders`;
  const others = datasets === 1 ? 'methods and datasets' : 'methods';
  return ` Every draw gives the same τ: ${orders}, and runs vary too little to change them, which says nothing about other ${others}.`;
}

/** A cell for each budget at which two methods or more have both evaluations. */
function evaluationCells({ arms, metric }: StudyCell, dataset: string): EvaluationCell[] {
  const linear = arms.filter(({ evaluation }) => evaluation === 'linear');
  const budgets = [...new Set(linear.flatMap(({ runs }) => runs.map(({ n }) => n)))];
  return budgets
    .sort((a, b) => a - b)
    .map((n) => ({
      ...{ dataset, n, isShare: metric.isShare },
      methods: linear.flatMap((arm) => bothEvaluations(arm, arms, n)),
    }))
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
  const values = (list: readonly StudyRun[]) => independentRuns(list).map(({ value }) => value);
  return isComplete
    ? [{ method, linear: values(runs.linear), finetuned: values(runs.finetuned), runs }]
    : [];
}

/**
 * The inversions that the means show, the clearest first: the lead of one method by linear evaluation and that of the other by finetuning.
 * `adjusted` are their p-values after Holm: that of both leads for the less clear one, that of the other by Bonferroni.
 */
const seenInversions = (
  inversions: ReturnType<typeof inversionsOf>,
  adjusted: readonly number[],
): Effect[] =>
  inversions
    .map((inversion, at) => ({ ...inversion, pFails: adjusted[at]! }))
    .filter(({ differences }) => differences.every(({ estimate }) => estimate > 0))
    .sort((a, b) => a.pFails - b.pFails)
    .flatMap(({ leads, unit, differences, pFails }) =>
      differences.map((difference, at): Effect => ({
        ...{ name: leads[at]!, effect: difference.estimate, unit },
        ...{ ...intervalOf(difference, COVERAGE), p: null },
        pFails: Math.min(pFails, pAbove(difference, 0) * inversions.length),
      })),
    );

function reason(outcome: Decision['outcome'], inversion: string | undefined, points: number) {
  if (outcome === 'fails') return `An inversion is shown: ${inversion}.`;
  if (outcome === 'holds') return 'The orders agree on these datasets, and no inversion is shown.';
  return points < FEWEST
    ? `No inversion is shown; ${points} methods × datasets are too few to show that orders agree, for which ${FEWEST} are needed.`
    : 'Neither an inversion nor agreement is shown.';
}

/** Every ordered pair of methods: the first better by linear evaluation, the second by finetuning. */
function inversionsOf({ cell, linear, finetuned }: MeasuredCell) {
  const { dataset, n, methods, isShare = true } = cell;
  return methods.flatMap((a) =>
    methods
      .filter((b) => b !== a)
      .map((b) => {
        const byLinear = leadOf(a, b, { kind: 'linear', variance: linear, n });
        const byFinetuning = leadOf(b, a, { kind: 'finetuned', variance: finetuned, n });
        const place = `${dataset} at ${count(n)} labels`;
        return {
          name: `${place}, ${a.method} before ${b.method} by linear evaluation only`,
          leads: [
            `${place}, by linear evaluation: ${a.method} − ${b.method}`,
            `${place}, by finetuning: ${b.method} − ${a.method}`,
          ],
          unit: isShare ? ('share of the metric' as const) : ('units of the metric' as const),
          p: Math.max(pAbove(byLinear, 0), pAbove(byFinetuning, 0)),
          differences: [byLinear, byFinetuning],
          tested: [a, b].flatMap((method) => testedOf(method, n)),
        };
      }),
  );
}

/** How much better one method is than another by one evaluation, with the choice of test images where their runs kept their answers. */
function leadOf(
  one: LinearAndFinetuned,
  other: LinearAndFinetuned,
  { kind, variance, n }: { kind: 'linear' | 'finetuned'; variance: Variance; n: number },
): Difference {
  const at = (method: LinearAndFinetuned) => ({ cell: { n, values: method[kind] }, variance });
  const lead = meanDifference(at(one), at(other), true);
  if (!one.runs || !other.runs) return lead;
  return withTestImages(lead, [
    { weight: 1, runs: one.runs[kind] },
    { weight: -1, runs: other.runs[kind] },
  ]);
}

/**
 * What would show an inversion, which needs both of its differences, or that the orders agree: the fewer. One seed more is a head and a
 * finetuning of both methods, or of all of them. `agreement` is null where no number of seeds can show it.
 */
function trainingsMissing(
  cells: readonly EvaluationCell[],
  inversions: ReturnType<typeof inversionsOf>,
  agreement: Agreement | null,
): MissingTrainings | null {
  const shown = inversions.map(({ differences, tested }) =>
    slowest(
      differences.map(({ estimate: distance, error, lasting }) =>
        moreTrainings([{ distance, error, lasting, tested, level: LEVEL / inversions.length }]),
      ),
    ),
  );
  return fewest([...shown, agreement && agreementMissing(cells, agreement)]);
}

/** τ in draws, the part of its variance that more seeds do not make smaller, and the τ above which orders agree. */
interface Agreement {
  taus: readonly number[];
  lasting: number;
  correlation: number;
}

function agreementMissing(
  cells: readonly EvaluationCell[],
  { taus, lasting, correlation }: Agreement,
): MissingTrainings | null {
  const centre = mean(taus);
  const error = Math.sqrt(mean(taus.map((tau) => (tau - centre) ** 2)));
  const tested = cells.flatMap(({ n, methods }) => methods.flatMap((one) => testedOf(one, n)));
  return moreTrainings([{ distance: centre - correlation, error, lasting, tested }]);
}

const testedOf = ({ linear, finetuned, runs }: LinearAndFinetuned, n: number): TestedRuns[] =>
  runs ? [runs.linear, runs.finetuned] : [runsOf(n, linear), runsOf(n, finetuned)];
