/** Holm's adjusted p-values: the family-wise error rate is at most α where those ≤ α are called. In the order given. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const adjusted = new Array<number>(values.length);
  let largest = 0;
  order.forEach((at, rank) => {
    largest = Math.min(1, Math.max(largest, (values.length - rank) * values[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}
