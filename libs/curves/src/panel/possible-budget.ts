/** The numbers of labels that a training can have: multiples of `step` from `least` to `most`. */
export interface PossibleBudgets {
  step: number;
  least: number;
  most: number;
}

/** Two budgets that are nearer to each other than this, in doublings, are as good as one. */
const NEAR = 0.2;

/**
 * The possible budget that is nearest to a suggested one, between the same neighbours among `budgets`; null where there is none, or where
 * the only ones are as good as a neighbour.
 */
export function possibleBudget<T extends { n: number }>(
  suggested: T,
  budgets: readonly number[],
  { step, least, most }: PossibleBudgets,
): T | null {
  const { n: wanted } = suggested;
  if (budgets.includes(wanted)) return null;
  const from = Math.max(0, ...budgets.filter((n) => n < wanted));
  const to = Math.min(Infinity, ...budgets.filter((n) => n > wanted));
  const below = step * Math.floor(Math.min(wanted, most, to - 1) / step);
  const above = step * Math.ceil(Math.max(wanted, least, from + 1) / step);
  const [n] = [below, above]
    .filter((one) => one >= least && one <= most && one > from && one < to)
    .filter((one) => budgets.every((other) => distance(one, other) >= NEAR))
    .sort((a, b) => distance(a, wanted) - distance(b, wanted));
  return n === undefined ? null : { ...suggested, n };
}

/** In doublings. */
const distance = (a: number, b: number): number => Math.abs(Math.log2(a / b));
