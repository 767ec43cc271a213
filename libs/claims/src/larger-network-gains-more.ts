import { commonBudgets, differenceTerms, utilitiesOf } from '@nhat/curves';
import type { Panel } from '@nhat/curves';
import { undecided } from './claim';
import type { Claim } from './claim';
import { decideAbove, namedContrast } from './contrast-effect';
import { NO_BUDGET, NO_SPREAD, costOf, drawStudy, withLeftOut } from './study-draws';

/** Two panels that differ by their backbone alone. */
export interface LargerNetworkInput {
  small: Panel;
  large: Panel;
  arm: string;
  /** The largest budget that counts; 400 by default. */
  upTo?: number;
}

export const largerNetworkGainsMore: Claim<LargerNetworkInput> = {
  id: 'larger-network-gains-more',
  statement: 'A larger network gains more from pretraining than a small one.',
  rule:
    'Statistic: the mean over budgets up to 400 labels of the difference of log2(1 + U), large minus small. Null: it is at ' +
    'most 0; the claim fails where a difference below 0 is shown. Unit of resampling: a label seed with its network; the two panels are independent.',
  decide({ small, large, arm, upTo = 400 }, settings) {
    const study = drawStudy([large, small], settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const [ours, theirs] = study.map((draws) =>
      utilitiesOf(draws, arm).filter(({ n }) => n <= upTo),
    );
    const { pairs, dropped } = commonBudgets(ours!, theirs!);
    const name = `${large.name} − ${small.name}`;
    const left = [{ name, budgets: dropped }];
    if (pairs.length === 0) return withLeftOut(undecided(NO_BUDGET, 'doublings'), left);
    const cost = costOf([small, large], [arm]);
    return withLeftOut(
      decideAbove([namedContrast(name, differenceTerms(pairs), cost)], 'doublings'),
      left,
    );
  },
};
