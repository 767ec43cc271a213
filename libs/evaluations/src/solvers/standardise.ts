import { columnMeans } from './linear-solution';
import type { LinearSolution, Rows } from './linear-solution';

/** Rows whose columns have mean 0 and deviation 1, and what was subtracted and divided. */
export interface StandardisedRows {
  rows: Rows;
  means: Float64Array;
  scales: Float64Array;
}

/**
 * The smallest divisor of a column, as a share of the root mean square of all deviations. A feature that is almost constant
 * on the labelled images would otherwise dominate the answer on an image where it is not.
 */
const FLOOR = 0.01;

/**
 * Subtracts from each column its mean and divides it by its deviation (of the population, as scikit-learn's StandardScaler),
 * which counts as at least 1 % of the root mean square of all deviations. Constant rows are only centred.
 */
export function standardise(rows: Rows): StandardisedRows {
  const { count, features, values } = rows;
  const means = columnMeans(rows);
  const variances = new Float64Array(features);
  for (let row = 0, at = 0; row < count; row++) {
    for (let k = 0; k < features; k++, at++)
      variances[k]! += (values[at]! - means[k]!) ** 2 / count;
  }
  const meanVariance = variances.reduce((sum, value) => sum + value, 0) / features;
  const least = FLOOR * Math.sqrt(meanVariance);
  const scales = variances.map((variance) => Math.max(least, Math.sqrt(variance)) || 1);
  const scaled = Float32Array.from(values, (value, at) => {
    const k = at % features;
    return (value - means[k]!) / scales[k]!;
  });
  return { rows: { count, features, values: scaled }, means, scales };
}

/** The solution for the rows as they were, from the one for standardised rows. */
export function unstandardised(
  solution: LinearSolution,
  { means, scales }: Pick<StandardisedRows, 'means' | 'scales'>,
): LinearSolution {
  const { outputs } = solution;
  const weights = solution.weights.map((value, at) => value / scales[Math.floor(at / outputs)]!);
  const bias = solution.bias.map((value, c) =>
    means.reduce((sum, mean, k) => sum - mean * weights[k * outputs + c]!, value),
  );
  return { ...solution, weights, bias };
}
