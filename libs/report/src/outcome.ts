import { verdict } from '@nhat/curves';
import type { Verdict } from '@nhat/curves';
import { restsOnChance } from './chance';
import { restsOnUnfitted } from './fitted';
import type { Cell } from './fitted';

/**
 * What a cell shows. `at chance` and `not fitted`: nothing, because a network that it rests on is not clearly better than the
 * best constant answer, or did not learn its own labelled images. The others: see `Verdict`.
 */
export type Outcome = Verdict | 'at chance' | 'not fitted';

/** The outcome of a cell; reasons against a verdict come first. `coverage`: of the intervals of means. */
export function outcomeOf(cell: Cell, coverage: number): Outcome {
  if (restsOnChance(cell, coverage)) return 'at chance';
  if (restsOnUnfitted(cell)) return 'not fitted';
  return verdict(cell.point);
}

/** Outcomes of which n̂ and U are no measurement at all: a metric stands for no number of labels there. */
export const meansNothing = (outcome: Outcome): boolean =>
  outcome === 'at chance' || outcome === 'flat';

/** Why there is no verdict, after "where"; empty where there is one. */
export const REASONS: Record<Outcome, string> = {
  'at chance': 'a network is not clearly above chance',
  'not fitted': 'a network did not learn its own training images',
  flat: 'training from scratch does not clearly improve with more labels',
  unknown: '',
  saves: '',
  costs: '',
  unclear: '',
};
