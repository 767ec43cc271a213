import type { UtilityPoint } from '@nhat/curves';

/**
 * The judgement of a cell: a verdict on the method (`saves`, `costs`, `unclear`), or the reason why there is none. `one network`: the
 * interval speaks of one pretrained network, and nothing in the study shows how much networks differ. `unknown`: there is no interval.
 * For the others see `ReadingKind`.
 */
export type Outcome =
  | 'saves'
  | 'costs'
  | 'unclear'
  | 'one network'
  | 'unknown'
  | 'wide'
  | 'not fitted'
  | 'at chance'
  | 'flat';

/** Judges a point; reasons against a verdict take precedence. */
export function outcomeOf({
  kind,
  verdict,
  thisNetworkOnly,
}: Pick<UtilityPoint, 'kind' | 'verdict' | 'thisNetworkOnly'>): Outcome {
  if (kind !== 'number') return kind;
  if (verdict === null) return 'unknown';
  return thisNetworkOnly ? 'one network' : verdict;
}

/** Whether it is a verdict on the method. */
export const isVerdict = (outcome: Outcome): boolean =>
  outcome === 'saves' || outcome === 'costs' || outcome === 'unclear';

/** Whether labels cannot be counted, so that there is no interval either. */
export const isRefused = (outcome: Outcome): boolean =>
  outcome === 'at chance' || outcome === 'flat' || outcome === 'not fitted';

/** Whether a point states neither n̂ nor U. */
export const hasNoFigures = (outcome: Outcome): boolean => isRefused(outcome) || outcome === 'wide';

/** The reason for the lack of figures, as a clause after "cannot be judged"; empty for outcomes that have figures. */
export const REASONS: Record<Outcome, string> = {
  'at chance': 'a network is not clearly above chance',
  'not fitted': 'a network did not learn its own training images',
  flat: 'training from scratch does not clearly improve with more labels',
  wide: 'the interval spans more than two doublings',
  'one network': '',
  unknown: '',
  saves: '',
  costs: '',
  unclear: '',
};

/** Why heads that are fitted without steps are not fitted, as a clause. */
export const UNFITTED_HEADS = 'the fit of a linear head ended before its optimum';

/** What the interval of one network shows, which is no verdict on its method. */
export function directionOf({ low, high }: UtilityPoint): 'fewer' | 'more' | 'open' {
  if (low !== null && low > 0) return 'fewer';
  return high !== null && high < 0 ? 'more' : 'open';
}
