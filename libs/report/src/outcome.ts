import { verdict } from '@nhat/curves';
import type { Verdict } from '@nhat/curves';
import { restsOnChance } from './chance';
import { restsOnUnfitted } from './fitted';
import type { ReportCell } from './fitted';

/**
 * The judgement of a cell. `at chance`: a network that it depends on is not clearly better than the best constant answer; `not
 * fitted`: such a network did not fit its own labelled images. Neither allows a verdict. For the others see `Verdict`.
 */
export type Outcome = Verdict | 'at chance' | 'not fitted';

/** Judges a cell; reasons against a verdict take precedence. `coverage` is the coverage of the intervals of means. */
export function outcomeOf(cell: ReportCell, coverage: number): Outcome {
  if (restsOnChance(cell, coverage)) return 'at chance';
  if (restsOnUnfitted(cell)) return 'not fitted';
  return verdict(cell.point);
}

/** Whether n̂ and U are no measurements for this outcome, because labels cannot be counted there. */
export const hasNoFigures = (outcome: Outcome): boolean =>
  outcome === 'at chance' || outcome === 'flat';

/** The reason for the lack of a verdict, as a clause after "where"; empty for outcomes that are verdicts. */
export const REASONS: Record<Outcome, string> = {
  'at chance': 'a network is not clearly above chance',
  'not fitted': 'a network did not learn its own training images',
  flat: 'training from scratch does not clearly improve with more labels',
  unknown: '',
  saves: '',
  costs: '',
  unclear: '',
};
