import {
  commonBudgets,
  commonLevels,
  contrast,
  differenceTerms,
  utilitiesOf,
  utilityAtAccuracy,
} from '@nhat/curves';
import type { Panel, PanelDraws } from '@nhat/curves';
import { COVERAGE, LEVEL, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { decideAbove, namedContrast } from './contrast-effect';
import { NO_BUDGET, NO_SPREAD, costOf, drawStudy, withLeftOut } from './study-draws';

/** Panels of an easy and a hard dataset, and the methods that both have. */
export interface HarderDataInput {
  easy: Panel;
  hard: Panel;
  arms: readonly string[];
}

export const harderDataGainsMore: Claim<HarderDataInput> = {
  id: 'harder-data-gains-more',
  statement: 'Pretraining gains more on harder data.',
  rule:
    'Statistic: the mean over budgets inside both ladders of the difference of log2(1 + U), hard minus easy, for each method. ' +
    'Null: it is at most 0; the claim fails where a difference below 0 is shown. Unit of resampling: a label seed with its network; the two panels are ' +
    'independent. Holm over methods. The same difference at equal scratch accuracy stands beside it and decides nothing.',
  decide({ easy, hard, arms }, settings) {
    const study = drawStudy([hard, easy], settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const contrasts = arms.flatMap((arm) => {
      const [ours, theirs] = study.map((draws) => utilitiesOf(draws, arm));
      const { pairs } = commonBudgets(ours!, theirs!);
      const cost = costOf([easy, hard], [arm]);
      return pairs.length === 0 ? [] : [namedContrast(arm, differenceTerms(pairs), cost)];
    });
    const left = arms.map((arm) => {
      const [ours, theirs] = study.map((draws) => utilitiesOf(draws, arm));
      return { name: arm, budgets: commonBudgets(ours!, theirs!).dropped };
    });
    const decision =
      contrasts.length === 0
        ? undecided(NO_BUDGET, 'doublings')
        : withAccuracy(decideAbove(contrasts, 'doublings'), study, arms);
    return withLeftOut(decision, left);
  },
};

/** Adds the differences at equal scratch accuracy, and says where the outcome does not hold there. */
function withAccuracy(
  decision: Decision,
  study: readonly PanelDraws[],
  arms: readonly string[],
): Decision {
  const equal = arms.flatMap((arm) => atEqualAccuracy(study, arm));
  const shown = equal.some(({ p }) => p < LEVEL);
  const note =
    equal.length === 0
      ? ' The datasets share no scratch accuracy.'
      : ` At equal scratch accuracy a gain is ${shown ? '' : 'not '}shown.`;
  return {
    ...decision,
    because: decision.because + note,
    effects: [...decision.effects, ...equal],
  };
}

function atEqualAccuracy(study: readonly PanelDraws[], arm: string): Effect[] {
  const pairs = commonLevels(study, arm).flatMap((level) => {
    const [hard, easy] = study.map((draws) => utilityAtAccuracy(draws, arm, level));
    return hard && easy ? [[hard, easy] as const] : [];
  });
  if (pairs.length === 0) return [];
  const { estimate, low, high, pAbove } = contrast(differenceTerms(pairs), COVERAGE);
  const name = `${arm}, at equal scratch accuracy`;
  return [{ name, effect: estimate, low, high, p: pAbove, pFails: null }];
}
