import { commonBudgets, comparable, contrast, differenceTerms, utilitiesOf } from '@nhat/curves';
import type { Contrast, PanelDraws } from '@nhat/curves';
import { COVERAGE, LEVEL, undecided } from './claim';
import type { Claim, Decision, Effect, TestedEffect } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { moreTrainings } from './more-trainings';
import type { OpenTest } from './more-trainings';
import { cellName, chosenCells, commonMethods, groupsOf, onlyOne, panelOf } from './study';
import type { StudyCell, StudyPanel } from './study';
import {
  NO_BUDGET,
  NO_SPREAD,
  ONE_NETWORK,
  REFUSED,
  drawStudy,
  refusedIn,
  testedInStudy,
  withLeftOut,
} from './study-draws';

/** One panel a task (or dataset); every method is an arm of every panel. */
export interface BestMethodInput {
  panels: readonly StudyPanel[];
  methods: readonly string[];
}

/** A method that is worse than another by less than this, in doublings, counts as no worse. */
const MARGIN = 0.25;

const STATEMENT = 'The best pretraining method is not the same for every task.';

export const bestMethodDiffers: Claim<BestMethodInput> = {
  id: 'best-method-differs',
  statement: STATEMENT,
  unit: 'doublings',
  rule:
    'Statistic: for each task and pair of methods the mean over budgets of the difference of log2(1 + U). A method is refuted as the best ' +
    'everywhere by the smallest p-value of another one being better in some task, times tasks × (methods − 1). The claim holds where every method is refuted ' +
    '(intersection-union). It fails where one method is no more than 0.25 doublings worse than any other in any task, at the lower 95 % end. ' +
    'Unit of resampling: a label seed with its network; methods of one task share scratch. ' +
    REFUSED,
  options: claimOptions(STATEMENT, ['dataset', 'backbone']),
  inputOf(study, options) {
    const cells = chosenCells(study, options);
    const candidates = groupsOf(cells, ['dataset', 'backbone'])
      .filter((group) => group.length > 1 && commonMethods(group).length > 1)
      .map((group) => ({ ...placeOf(group), value: group }));
    const got = cells.map(
      (cell) => `${cell.task} on ${cell.dataset} with ${commonMethods([cell]).join(' and ')}`,
    );
    const group = onlyOne(candidates, 'two tasks on one dataset with the same two methods', got);
    return {
      panels: group.map((cell) => panelOf(cell, cellName(cell, group))),
      methods: commonMethods(group),
    };
  },
  decide({ panels, methods }, settings) {
    if (panels.length < 2 || methods.length < 2) {
      throw new RangeError('best-method-differs: fewer than two tasks or two methods');
    }
    const study = drawStudy(panels, settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const rivals = methods.map((method) => rivalsOf(study, method, methods));
    const decided = rivals.some((list) => list === null)
      ? undecided(NO_BUDGET, 'doublings')
      : decision(
          methods,
          rivals.map((list) => list!),
          testedInStudy(study, panels, methods),
        );
    return withLeftOut(decided, [
      ...study.flatMap((draws) => droppedOf(draws, methods)),
      ...refusedIn(panels, methods),
    ]);
  },
};

const placeOf = ([cell]: readonly StudyCell[]) => ({
  dataset: cell!.dataset,
  backbone: cell!.backbone,
});

/** The budgets of each method in a task that lie outside the ladder too often. */
const droppedOf = (draws: PanelDraws, methods: readonly string[]) =>
  methods.map((method) => ({
    name: `${draws.name}, ${method}`,
    budgets: comparable(utilitiesOf(draws, method)).dropped.map(({ n }) => n),
  }));

interface Rival {
  /** How much better the rival is: rival − method. */
  better: Contrast;
  /** Whether the method is shown to be worse than it by less than the margin, one-sided. */
  isNoBetter: boolean;
}

/** Every other method in every task against one method; null where a pair shares no budget. */
function rivalsOf(
  study: readonly PanelDraws[],
  method: string,
  methods: readonly string[],
): Rival[] | null {
  const rivals = study.flatMap((draws) =>
    methods
      .filter((other) => other !== method)
      .map((other) => {
        const { pairs } = commonBudgets(utilitiesOf(draws, other), utilitiesOf(draws, method));
        if (pairs.length === 0) return null;
        const better = contrast(differenceTerms(pairs), COVERAGE);
        const worse = contrast(differenceTerms(pairs), 1 - 2 * LEVEL);
        return { better, isNoBetter: worse.high < MARGIN };
      }),
  );
  return rivals.every((rival) => rival !== null) ? rivals : null;
}

function decision(
  methods: readonly string[],
  rivals: readonly Rival[][],
  tested: OpenTest['tested'],
): Decision {
  const effects = rivals.map((list, at): TestedEffect => {
    const most = list.reduce((a, b) => (b.better.pAbove < a.better.pAbove ? b : a)).better;
    return {
      name: leadOver(methods[at]!),
      ...{ effect: most.estimate, low: most.low, high: most.high },
      p: Math.min(1, most.pAbove * list.length),
      pFails: null,
    };
  });
  const holds = effects.every(({ p }) => p < LEVEL);
  const best = methods.filter((_, at) => rivals[at]!.every(({ isNoBetter }) => isNoBetter));
  const oneNetwork = rivals.flat().some(({ better }) => better.thisNetworkOnly);
  const outcome = oneNetwork ? 'undecided' : outcomeOf(holds, best.length > 0);
  const errors = rivals.map((list) => Math.max(...list.map(({ better }) => better.error)));
  const weakest = Math.min(...effects.map(({ effect }) => effect));
  const isBest = ({ name }: Effect) =>
    outcome === 'fails' && best.some((method) => name === leadOver(method));
  return {
    outcome,
    because: oneNetwork ? ONE_NETWORK : reason(holds, best),
    unit: 'doublings',
    ...{ p: Math.max(...effects.map(({ p }) => p)), pFails: null },
    effects: effects.sort((a, b) => Number(isBest(b)) - Number(isBest(a)) || b.p - a.p),
    missing:
      outcome === 'undecided' && !oneNetwork
        ? moreTrainings([
            {
              ...{ distance: weakest, error: Math.max(...errors), tested },
              level: LEVEL / Math.max(...rivals.map((list) => list.length)),
            },
            { distance: MARGIN - weakest, error: Math.max(...errors), tested },
          ])
        : null,
  };
}

const leadOver = (method: string): string => `best rival − ${method}`;

function reason(holds: boolean, best: readonly string[]): string {
  if (holds) return 'Every method is worse than another one in some task.';
  if (best.length > 0) return `${best.join(', ')}: nowhere clearly worse than another method.`;
  return 'Some method is neither refuted as the best everywhere nor shown to be it.';
}
