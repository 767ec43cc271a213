/** A learning curve: `value[i]` at `n[i]` labels, n ascending. */
export interface Curve {
  n: readonly number[];
  value: readonly number[];
}

/** What a curve is linear in between its budgets: the logarithm of the label count, or the count itself. */
export type LabelScale = (n: number) => number;

/** The value at `n` labels; null outside the budgets that were measured. */
export function valueAt(
  { n: knots, value }: Curve,
  n: number,
  scale: LabelScale = Math.log,
): number | null {
  const at = knots.findIndex((knot) => knot >= n);
  if (at < 0 || n < knots[0]!) return null;
  if (knots[at] === n) return value[at]!;
  const left = scale(knots[at - 1]!);
  const share = (scale(n) - left) / (scale(knots[at]!) - left);
  return value[at - 1]! + share * (value[at]! - value[at - 1]!);
}
