import { mean } from './ladder';
import type { Ladder } from './ladder';

/**
 * Where the paper's utility curve ends: the finetuned curve reaches the scratch maximum M (met at n_M) at x* labels,
 * linear in n between the budget before and the first one above M (before the first budget: from 0 labels, metric 0). The
 * last point is (x*, n_M/x* − 1); the released code leaves the −1 out. Null when no finetuned mean exceeds M.
 */
export function paperCeiling(
  scratch: Ladder,
  finetuned: Ladder,
): { n: number; utility: number } | null {
  const means = scratch.map(({ values }) => mean(values));
  const maximum = Math.max(...means);
  const at = finetuned.findIndex(({ values }) => mean(values) > maximum);
  if (at < 0) return null;
  const before = finetuned[at - 1] ?? { n: 0, values: [0] };
  const from = mean(before.values);
  const share = (maximum - from) / (mean(finetuned[at]!.values) - from);
  const n = before.n + share * (finetuned[at]!.n - before.n);
  return { n, utility: scratch[means.indexOf(maximum)]!.n / n - 1 };
}
