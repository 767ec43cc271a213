import { tailOf } from '../interval';
import { mean } from '../ladder';
import type { Ladder } from '../ladder';
import type { Variance } from '../pooled-variance';
import type { MeanBand } from '../utility-point';
import { isAtChance } from './utility-reading';
import type { ReadingOptions } from './utility-reading';

export const meansOf = (ladder: Ladder): number[] => ladder.map(({ values }) => mean(values));

/**
 * The value of an arm at each budget (its mean, or the monotone fit) with the percentiles over draws: `draws[draw][budget]`;
 * undefined where nothing ran twice.
 */
export const meanBands = (
  ladder: Ladder,
  values: readonly number[],
  draws: readonly (readonly number[])[] | undefined,
  { coverage, chance, variance }: ReadingOptions & { variance: Variance | null },
): MeanBand[] =>
  ladder.map((cell, at) => ({
    ...{ n: cell.n, value: values[at]! },
    ...endsAt(draws, at, coverage),
    atChance: isAtChance(cell, chance, variance, coverage),
  }));

function endsAt(
  draws: readonly (readonly number[])[] | undefined,
  at: number,
  coverage: number,
): Pick<MeanBand, 'low' | 'high'> {
  if (draws === undefined) return { low: null, high: null };
  const sorted = Float64Array.from(draws, (values) => values[at]!).sort();
  const tail = tailOf(coverage, sorted.length);
  return { low: sorted[tail - 1]!, high: sorted[sorted.length - tail]! };
}
