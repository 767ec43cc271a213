/** Rows `[count, features]`, as a frozen network gives them. */
export interface Rows {
  count: number;
  features: number;
  values: Float32Array;
}

/** scores = row · weights + bias: weights `[features, outputs]`, row by row. */
export interface LinearSolution {
  outputs: number;
  weights: Float64Array;
  bias: Float64Array;
  /** Mean loss of the rows, without the penalty. */
  loss: number;
  iterations: number;
  converged: boolean;
}

/** Mean of each column. Subtracting it changes no solution whose bias is free of penalty, and helps to find it. */
export function columnMeans({ count, features, values }: Rows): Float64Array {
  const means = new Float64Array(features);
  for (let row = 0, at = 0; row < count; row++) {
    for (let k = 0; k < features; k++, at++) means[k]! += values[at]!;
  }
  return means.map((sum) => sum / count);
}

/** The bias for rows as they are, from the one for centred rows. */
export function uncentredBias(
  bias: Float64Array,
  weights: Float64Array,
  means: Float64Array,
): Float64Array {
  const outputs = bias.length;
  return bias.map((value, k) =>
    means.reduce((sum, mean, at) => sum - mean * weights[at * outputs + k]!, value),
  );
}
