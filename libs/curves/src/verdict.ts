import type { PaperPoint } from './utility';

/**
 * What a point shows. `unknown`: nothing, as there is no interval. `flat`: nothing, as the scratch curve does not clearly
 * rise, so that a metric stands for no number of labels. `saves`: all draws but those beyond the lower end of the interval
 * show U > 0. `costs`: all but those beyond the upper end show U < 0. `unclear`: neither.
 */
export type Verdict = 'unknown' | 'flat' | 'saves' | 'costs' | 'unclear';

/** The verdict on a point; reasons against having one come first. */
export function verdict({
  flat,
  positive,
  negative,
  tail,
}: Pick<PaperPoint, 'flat' | 'positive' | 'negative' | 'tail'>): Verdict {
  if (positive === null || negative === null || tail === null) return 'unknown';
  if (flat) return 'flat';
  const allBut = (share: number) => 1 - share <= tail + ROUNDING;
  if (allBut(positive)) return 'saves';
  return allBut(negative) ? 'costs' : 'unclear';
}

/** Far below the share of one draw. */
const ROUNDING = 1e-9;
