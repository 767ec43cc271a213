/** A learning curve: `value[i]` at `n[i]` labels, n ascending; linear in log n between the knots. */
export interface Curve {
  n: readonly number[];
  value: readonly number[];
}

/** The value at `n` labels, linear in log n; null outside the budgets that were measured. */
export function valueAt({ n: knots, value }: Curve, n: number): number | null {
  const at = knots.findIndex((knot) => knot >= n);
  if (at < 0 || n < knots[0]!) return null;
  if (knots[at] === n) return value[at]!;
  const left = Math.log(knots[at - 1]!);
  const share = (Math.log(n) - left) / (Math.log(knots[at]!) - left);
  return value[at - 1]! + share * (value[at]! - value[at - 1]!);
}
