import type { LabelChoice } from './label-choice';

/** Below this share of the draws an option counts as one that is not the cheapest. */
const SHARE = 0.01;

/**
 * Whether more runs of an arm may change which option is the cheapest. False for an arm that cannot be read at these labels while another
 * can, for one that costs more than training from scratch over its whole interval, and for one that is the cheapest in less than 1 % of
 * the draws. The last does not count where bounds or hours are missing, because draws then count for no option.
 */
export function mayBeCheapest({ options, because }: LabelChoice, arm: string): boolean {
  if (options.length === 0) return true;
  const option = options.find((one) => one.arm === arm);
  if (option === undefined) return false;
  const { gain, cheapest } = option;
  if (gain !== null && !gain.highOpen && gain.high < 0) return false;
  return because === 'beyond' || because === 'hours' || cheapest >= SHARE;
}
