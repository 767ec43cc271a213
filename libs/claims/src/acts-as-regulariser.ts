import { holm, ladderOfRuns, pooledVariance } from '@nhat/curves';
import type { Ladder, PanelRun, Variance } from '@nhat/curves';
import { COVERAGE, LEVEL, decidingFirst, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { claimOptions, upToOption } from './claim-options';
import { count } from '@nhat/documents';
import { outcomeOf } from './contrast-effect';
import { intervalOf, meanDifference, pAbove, pBelow, withTestImages } from './mean-difference';
import type { Difference } from './mean-difference';
import { moreTrainings, runsOf, slowest } from './more-trainings';
import type { OpenTest } from './more-trainings';
import { areOfOneNetwork, independentRuns } from './network-means';
import {
  LackingStudy,
  checkShare,
  chosenCells,
  isWhole,
  lacks,
  longerCells,
  onlyOne,
  wholeMethods,
} from './study';
import type { Choices, StudyCell, StudyRun } from './study';
import { NO_SPREAD, ONE_NETWORK } from './study-draws';
import { varianceAtBudget } from './variance-at-budget';

/** Accuracies by budget, one a seed; every ladder has the budgets that are asked about. */
export interface RegulariserInput {
  /** On the labelled images. */
  train: { scratch: Ladder; finetuned: Ladder };
  /** On test images. */
  test: { scratch: Ladder; finetuned: Ladder; longerScratch: Ladder };
  /** The runs behind `test`, where they kept their answers; without them the choice of test images is left out. */
  runs?: Record<'scratch' | 'finetuned' | 'longerScratch', readonly PanelRun[]> | undefined;
  /** The largest budget that counts; 400 by default. */
  upTo?: number;
}

/** Training accuracies this near count as equal, and a gap below half a point as none. */
const EQUAL = 0.01;
const NOTHING = 0.005;

const STATEMENT =
  'Pretraining helps as a regulariser: it generalises better where scratch fits its images as well.';

interface RegulariserOptions extends Choices {
  upTo: number;
}

export const actsAsRegulariser: Claim<RegulariserInput, RegulariserOptions> = {
  id: 'acts-as-regulariser',
  statement: STATEMENT,
  unit: 'share of the metric',
  rule:
    'At every budget up to 400 labels: training accuracies differ by less than one point (two one-sided tests), the gap on test images is above 0, and ' +
    'so is the gap to training from scratch for longer; all at the level of 5 % (intersection-union). It fails where at every budget the gap to longer ' +
    'training is below half a point, or where scratch fits its images worse by more than a point (Holm over budgets). Unit of resampling: a label seed with its network; runs that share a network count as one; test images count as drawn, too.',
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task', 'method'], upToOption),
  inputOf(study, { upTo, ...choices }) {
    const cells = chosenCells(study, choices);
    const candidates = cells.flatMap((cell) => {
      const twins = longerCells(study, choices).filter((other) => isTwin(cell, other));
      return twins.flatMap((longer) =>
        wholeMethods(cell).map((method) => ({ ...cell, method, value: { cell, longer, method } })),
      );
    });
    const { cell, longer, method } = onlyOne(
      candidates,
      'the same combination of dataset, network and task with scratch trained for longer',
      cells.map(({ dataset, backbone }) => `${dataset} on ${backbone}`),
    );
    checkShare(cell);
    return laddersOf(cell, longer, { method, upTo });
  },
  decide({ train, test, runs, upTo = 400 }) {
    const budgets = test.finetuned.map(({ n }) => n).filter((n) => n <= upTo);
    if (budgets.length === 0)
      throw new RangeError(`acts-as-regulariser: no budget up to ${count(upTo)}`);
    const differences = budgetDifferences(budgets, { train, test, runs });
    if (differences === null) return undecided(NO_SPREAD, 'share of the metric');
    const tested = Object.entries(test).map(([name, ladder]) => {
      const compared = ladder.filter(({ n }) => budgets.includes(n));
      return runs
        ? runs[name as keyof typeof runs].filter(({ n }) => budgets.includes(n))
        : compared.flatMap(({ n, values }) => runsOf(n, values));
    });
    return decision(differences, tested);
  },
};

const isTwin = (one: StudyCell, other: StudyCell): boolean =>
  (['dataset', 'backbone', 'task'] as const).every((key) => one[key] === other[key]);

/** The ladders at the budgets up to `upTo` that all of them have. Throws a LackingStudy without such a budget. */
function laddersOf(
  cell: StudyCell,
  longer: StudyCell,
  { method, upTo }: { method: string; upTo: number },
): RegulariserInput {
  const { runs } = cell.arms.find((arm) => arm.method === method && isWhole(arm))!;
  const isMeasured = (list: readonly StudyRun[], n: number) =>
    list.filter((run) => run.n === n).every(({ train }) => train !== null);
  const budgets = [...new Set(runs.map(({ n }) => n))].filter(
    (n) =>
      n <= upTo &&
      [cell.scratch, longer.scratch].every((list) => list.some((run) => run.n === n)) &&
      [cell.scratch, runs].every((list) => isMeasured(list, n)),
  );
  if (budgets.length === 0) {
    throw lacks(
      `a budget up to ${count(upTo)} with all three arms and their accuracy in training`,
      runs.map(({ n }) => count(n)),
    );
  }
  if (areOfOneNetwork(runs)) throw new LackingStudy(ONE_NETWORK);
  const ladder = (list: readonly StudyRun[], key: 'value' | 'train') => {
    const kept = list.filter(({ n }) => budgets.includes(n));
    return ladderOfRuns(independentRuns(kept.map((run) => ({ ...run, value: run[key]! }))));
  };
  return {
    train: { scratch: ladder(cell.scratch, 'train'), finetuned: ladder(runs, 'train') },
    test: {
      scratch: ladder(cell.scratch, 'value'),
      finetuned: ladder(runs, 'value'),
      longerScratch: ladder(longer.scratch, 'value'),
    },
    runs: { scratch: cell.scratch, finetuned: runs, longerScratch: longer.scratch },
    upTo,
  };
}

interface Differences {
  n: number;
  /** Training accuracy, scratch − finetuned. */
  fit: Difference;
  /** Test accuracy, finetuned − scratch. */
  gap: Difference;
  /** Test accuracy, finetuned − longer scratch. */
  longer: Difference;
}

function budgetDifferences(
  budgets: readonly number[],
  { train, test, runs }: Pick<RegulariserInput, 'train' | 'test' | 'runs'>,
): Differences[] | null {
  const ladders = { ...test, trainScratch: train.scratch, trainFinetuned: train.finetuned };
  const variances = Object.fromEntries(
    Object.entries(ladders).map(([name, ladder]) => [name, pooledVariance([ladder])]),
  ) as Record<keyof typeof ladders, Variance | null>;
  if (Object.values(variances).some((variance) => variance === null)) return null;
  const at = (name: keyof typeof ladders, n: number) => {
    const cell = ladders[name].find((candidate) => candidate.n === n);
    if (!cell) throw new RangeError(`acts-as-regulariser: ${name} has no run at n = ${count(n)}`);
    return { cell, variance: varianceAtBudget(variances[name]!, [ladders[name]], n) };
  };
  const onTest = (other: 'scratch' | 'longerScratch', n: number): Difference => {
    const difference = meanDifference(at('finetuned', n), at(other, n));
    if (runs === undefined) return difference;
    const cell = (name: keyof typeof runs, weight: number) => ({
      ...{ weight, runs: runs[name].filter((run) => run.n === n) },
    });
    return withTestImages(difference, [cell('finetuned', 1), cell(other, -1)]);
  };
  return budgets.map((n) => ({
    n,
    fit: meanDifference(at('trainScratch', n), at('trainFinetuned', n)),
    gap: onTest('scratch', n),
    longer: onTest('longerScratch', n),
  }));
}

function decision(differences: readonly Differences[], tested: OpenTest['tested']): Decision {
  const tests = differences.map(({ fit, gap, longer }) => ({
    fit: Math.max(pAbove(fit, -EQUAL), pBelow(fit, EQUAL)),
    gap: pAbove(gap, 0),
    longer: pAbove(longer, 0),
  }));
  const p = Math.max(...tests.flatMap((test) => Object.values(test)));
  const unfitted = holm(differences.map(({ fit }) => pBelow(fit, -EQUAL)));
  const gone = Math.max(...differences.map(({ longer }) => pBelow(longer, NOTHING)));
  const outcome = outcomeOf(p < LEVEL, gone < LEVEL || unfitted.some((value) => value < LEVEL));
  const reasons = {
    holds:
      'Both fit their images, and pretraining generalises better, against longer training too.',
    fails:
      gone < LEVEL
        ? 'Longer training from scratch closes the gap.'
        : 'Training from scratch does not fit its own images.',
    undecided: 'Not every part is shown at every budget.',
  };
  const pFails = Math.min(gone, ...unfitted);
  const effects = differences.flatMap(({ n, fit, gap, longer }, at) => {
    const labels = `at ${count(n)} labels`;
    return [
      effect(
        `test accuracy ${labels}, finetuned − longer scratch`,
        longer,
        tests[at]!.longer,
        pBelow(longer, NOTHING),
      ),
      effect(`test accuracy ${labels}, finetuned − scratch`, gap, tests[at]!.gap, null),
      effect(
        `training accuracy ${labels}, scratch − finetuned`,
        fit,
        tests[at]!.fit,
        unfitted[at]!,
      ),
    ];
  });
  return {
    ...{ outcome, because: reasons[outcome], unit: 'share of the metric', p, pFails },
    effects: decidingFirst(effects, { outcome, p, pFails }),
    missing: outcome === 'undecided' ? missing(differences, tested) : null,
  };
}

/** Every part must be shown at every budget: the slowest counts. */
const missing = (differences: readonly Differences[], tested: OpenTest['tested']) =>
  slowest(
    differences.flatMap(({ fit, gap, longer }) =>
      [
        { ...fit, distance: EQUAL - Math.abs(fit.estimate) },
        { ...gap, distance: gap.estimate },
        { ...longer, distance: longer.estimate },
      ].map((test) => moreTrainings([{ ...test, tested }])),
    ),
  );

function effect(name: string, difference: Difference, p: number, pFails: number | null): Effect {
  return { name, effect: difference.estimate, ...intervalOf(difference, COVERAGE), p, pFails };
}
