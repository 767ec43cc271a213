import { mean } from '../ladder';
import { varianceAt } from '../pooled-variance';
import type { Variance } from '../pooled-variance';
import type { PanelRun } from './panel';

/** Runs that share one mean at each budget (an arm, or one network of an arm), with the variance of a run. */
export interface SeedGroup {
  runs: readonly PanelRun[];
  variance: Variance;
}

/** What is assumed of the correlation before the data, and how many degrees of freedom that counts as. */
export interface CorrelationPrior {
  value: number;
  weight: number;
}

/** Above this a common error would leave nothing of the budgets' own. */
const LARGEST = 0.95;

/**
 * The correlation between the errors of one seed at two budgets, in [0, 0.95]: the mean product of standardised
 * deviations over all pairs of budgets, pooled over groups with their seeds − 1 as weights, and drawn towards the prior, because two
 * or three seeds alone cannot tell how large it is. A large correlation comes out low, 0.9 at about 0.77 with three seeds a group,
 * because every group is standardised by a variance of its own.
 */
export function seedCorrelation(groups: readonly SeedGroup[], prior: CorrelationPrior): number {
  let [products, weight] = [prior.value * prior.weight, prior.weight];
  for (const group of groups) {
    const pooled = productsOf(group);
    products += pooled.products;
    weight += pooled.weight;
  }
  return Math.min(LARGEST, Math.max(0, products / weight));
}

/** Mean over pairs of budgets of Σ over common seeds of the product of their deviations, and of (common seeds − 1). */
function productsOf({ runs, variance }: SeedGroup): { products: number; weight: number } {
  const cells = [...new Set(runs.map(({ n }) => n))].map((n) => {
    const cell = runs.filter((run) => run.n === n);
    const centre = mean(cell.map(({ value }) => value));
    const spread = Math.sqrt(varianceAt(variance, n));
    return new Map(cell.map(({ seed, value }) => [seed, (value - centre) / spread]));
  });
  let [products, weight, pairs] = [0, 0, 0];
  cells.forEach((one, at) => {
    for (const other of cells.slice(at + 1)) {
      const common = [...one].filter(([seed]) => other.has(seed));
      if (common.length < 2) continue;
      pairs++;
      weight += common.length - 1;
      products += common.reduce((sum, [seed, value]) => sum + value * other.get(seed)!, 0);
    }
  });
  const usable = pairs > 0 && Number.isFinite(products);
  return usable
    ? { products: products / pairs, weight: weight / pairs }
    : { products: 0, weight: 0 };
}
