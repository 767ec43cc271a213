import {
  commonBudgets,
  commonLevels,
  contrast,
  differenceTerms,
  mean,
  utilitiesOf,
  utilityAtAccuracy,
} from '@nhat/curves';
import type { PanelDraws } from '@nhat/curves';
import { COVERAGE, LEVEL, undecided } from './claim';
import type { Claim, Decision, TestedEffect } from './claim';
import { claimOptions, nameOption } from './claim-options';
import { decideAbove, namedContrast } from './contrast-effect';
import { chosenCells, commonMethods, groupsOf, lacks, onlyCalled, onlyOne, panelOf } from './study';
import type { Choices, StudyCell, StudyPanel } from './study';
import {
  NO_BUDGET,
  NO_SPREAD,
  REFUSED,
  drawStudy,
  refusedIn,
  testedIn,
  withLeftOut,
} from './study-draws';

/** Panels of an easy and a hard dataset, and the methods that both have. */
export interface HarderDataInput {
  easy: StudyPanel;
  hard: StudyPanel;
  arms: readonly string[];
}

const STATEMENT = 'Pretraining gains more on harder data.';

interface HarderDataOptions extends Choices {
  easy?: string;
  hard?: string;
}

export const harderDataGainsMore: Claim<HarderDataInput, HarderDataOptions> = {
  id: 'harder-data-gains-more',
  statement: STATEMENT,
  unit: 'doublings',
  rule:
    'Statistic: the mean over budgets inside both curves from scratch of the difference of log2(1 + U), hard minus easy, for each method. ' +
    'Null: it is at most 0; the claim fails where a difference below 0 is shown. Unit of resampling: a label seed with its network; the two panels are ' +
    'independent. Holm over methods. The same difference at equal scratch accuracy stands beside it and decides nothing. ' +
    REFUSED,
  options: claimOptions(STATEMENT, ['backbone', 'task', 'method'], {
    easy: nameOption(
      'dataset',
      'Name of the easy dataset; by default the one that scratch learns best.',
    ),
    hard: nameOption(
      'dataset',
      'Name of the hard dataset; by default the one that scratch learns worst.',
    ),
  }),
  inputOf(study, { easy, hard, ...choices }) {
    const cells = chosenCells(study, choices);
    const candidates = groupsOf(cells, ['backbone', 'task'])
      .filter((group) => group.length > 1)
      .map((group) => ({ backbone: group[0]!.backbone, task: group[0]!.task, value: group }));
    const names = cells.map(({ dataset }) => dataset);
    const group = onlyOne(candidates, 'two datasets with one backbone and task', names);
    const [one, other] = easyAndHard(group, { easy, hard });
    const arms = commonMethods([one, other]);
    if (arms.length === 0) {
      throw lacks(
        `a method on ${one.dataset} and ${other.dataset}`,
        [one, other].flatMap((cell) => commonMethods([cell])),
      );
    }
    return { easy: panelOf(one, one.dataset), hard: panelOf(other, other.dataset), arms };
  },
  decide({ easy, hard, arms }, settings) {
    const study = drawStudy([hard, easy], settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const contrasts = arms.flatMap((arm) => {
      const [ours, theirs] = study.map((draws) => utilitiesOf(draws, arm));
      const { pairs } = commonBudgets(ours!, theirs!);
      const tested = testedIn(
        [easy, hard],
        [arm],
        pairs.map(([one]) => one),
      );
      return pairs.length === 0 ? [] : [namedContrast(arm, differenceTerms(pairs), tested)];
    });
    const left = arms.map((arm) => {
      const [ours, theirs] = study.map((draws) => utilitiesOf(draws, arm));
      return { name: arm, budgets: commonBudgets(ours!, theirs!).dropped };
    });
    const decision =
      contrasts.length === 0
        ? undecided(NO_BUDGET, 'doublings')
        : withAccuracy(decideAbove(contrasts, 'doublings'), study, arms);
    return withLeftOut(decision, [...left, ...refusedIn([easy, hard], arms)]);
  },
};

/** The named cells, else those that scratch learns best and worst. Throws a LackingStudy where a name is none of the datasets. */
function easyAndHard(
  cells: readonly StudyCell[],
  names: { easy: string | undefined; hard: string | undefined },
): [easy: StudyCell, hard: StudyCell] {
  const named = (key: 'easy' | 'hard', name: string) => onlyCalled(cells, 'dataset', { key, name });
  const sorted = names.easy && names.hard ? [] : easiestFirst(cells);
  const easy = names.easy ? named('easy', names.easy) : sorted[0]!;
  const hard = names.hard ? named('hard', names.hard) : sorted.at(-1)!;
  if (easy === hard) throw lacks('two datasets, an easy and a hard one', [easy.dataset]);
  return [easy, hard];
}

/** The cells by falling accuracy of scratch, as a mean over the budgets that all have. Throws a LackingStudy without such a budget. */
function easiestFirst(cells: readonly StudyCell[]): StudyCell[] {
  const at = (cell: StudyCell, n: number) =>
    cell.scratch.filter((run) => run.n === n).map(({ value }) => value);
  const budgets = [...new Set(cells[0]!.scratch.map(({ n }) => n))].filter((n) =>
    cells.every((cell) => at(cell, n).length > 0),
  );
  if (budgets.length === 0) {
    throw lacks(
      'a budget at which scratch ran on every dataset',
      cells.map(({ dataset }) => dataset),
    );
  }
  const accuracy = (cell: StudyCell) => mean(budgets.map((n) => mean(at(cell, n))));
  return [...cells].sort((a, b) => accuracy(b) - accuracy(a));
}

/** Adds the differences at equal scratch accuracy, and says where the outcome does not hold there. */
function withAccuracy(
  decision: Decision,
  study: readonly PanelDraws[],
  arms: readonly string[],
): Decision {
  const read = arms.filter((arm) => study.every((draws) => utilitiesOf(draws, arm).length > 0));
  const equal = read.flatMap((arm) => atEqualAccuracy(study, arm));
  const shown = equal.some(({ p }) => p < LEVEL);
  const note =
    equal.length === 0
      ? ' Scratch shares no accuracy on the two datasets at the finetuned budgets.'
      : ` At equal scratch accuracy a gain is ${shown ? '' : 'not '}shown.`;
  return {
    ...decision,
    because: decision.because + note,
    effects: [...decision.effects, ...equal],
  };
}

function atEqualAccuracy(study: readonly PanelDraws[], arm: string): TestedEffect[] {
  const pairs = commonLevels(study, arm).flatMap((level) => {
    const [hard, easy] = study.map((draws) => utilityAtAccuracy(draws, arm, level));
    return hard && easy ? [[hard, easy] as const] : [];
  });
  if (pairs.length === 0) return [];
  const { estimate, low, high, pAbove } = contrast(differenceTerms(pairs), COVERAGE);
  const name = `${arm}, at equal scratch accuracy`;
  return [{ name, effect: estimate, low, high, p: pAbove, pFails: null }];
}
