import { comparable, slopeTerms, utilitiesOf } from '@nhat/curves';
import type { Panel } from '@nhat/curves';
import { undecided } from './claim';
import type { Claim } from './claim';
import { decideAbove, namedContrast } from './contrast-effect';
import { NO_BUDGET, NO_SPREAD, costOf, drawStudy, withLeftOut } from './study-draws';

/** One panel a dataset, and the arm whose utility should fall. */
export interface FallsWithLabelsInput {
  panels: readonly Panel[];
  arm: string;
}

export const fallsWithLabels: Claim<FallsWithLabelsInput> = {
  id: 'falls-with-labels',
  statement: 'The utility of pretraining falls with the number of labels.',
  rule:
    'Statistic: minus the least-squares slope of log2(1 + U) on log2 n over the budgets inside the ladder. Null: it does ' +
    'not fall; the claim fails where a rise is shown. Unit of resampling: a label seed with its network. Holm over datasets.',
  decide({ panels, arm }, settings) {
    const unit = 'doublings per doubling';
    const study = drawStudy(panels, settings);
    if (!study) return undecided(NO_SPREAD, unit);
    const contrasts = study.flatMap((draws, at) => {
      const { kept } = comparable(utilitiesOf(draws, arm));
      const cost = costOf([panels[at]!], [arm]);
      return kept.length < 2 ? [] : [namedContrast(draws.name, slopeTerms(kept, -1), cost)];
    });
    const dropped = study.map((draws) => ({
      name: draws.name,
      budgets: comparable(utilitiesOf(draws, arm)).dropped.map(({ n }) => n),
    }));
    const decision =
      contrasts.length === 0 ? undecided(NO_BUDGET, unit) : decideAbove(contrasts, unit);
    return withLeftOut(decision, dropped);
  },
};
