import { columnMeans, uncentredBias } from './linear-solution';
import type { LinearSolution, Rows } from './linear-solution';

/**
 * Ridge regression of one value: the minimum of ½‖weights‖² + C · Σ ½ (row · weights + bias − value)², bias not
 * penalised; exact, by the normal equations in double precision. (The paper's offline probe of depth is not known to us;
 * its head minimises the absolute difference, which has no closed form.)
 */
export const ridgeRegression = (
  rows: Rows,
  values: ArrayLike<number>,
  inversePenalty: number,
): LinearSolution => ridgePath(rows, values, [inversePenalty])[0]!;

/** The solutions for several values of C, from one set of normal equations. */
export function ridgePath(
  rows: Rows,
  values: ArrayLike<number>,
  inversePenalties: readonly number[],
): LinearSolution[] {
  const { count, features } = rows;
  const means = columnMeans(rows);
  let middle = 0;
  for (let i = 0; i < count; i++) middle += values[i]! / count;
  const { gram, product } = normalEquations(rows, means, values, middle);
  return inversePenalties.map((inversePenalty) => {
    const penalised = gram.slice();
    for (let k = 0; k < features; k++) penalised[k * features + k]! += 1 / inversePenalty;
    const weights = solve(penalised, product, features);
    const bias = uncentredBias(Float64Array.of(middle), weights, means);
    const loss = meanSquare(rows, values, weights, bias[0]!) / 2;
    return { outputs: 1, weights, bias, loss, iterations: 1, converged: true };
  });
}

/** XᵀX `[features, features]`, its lower half, and Xᵀy, of centred rows and values. */
function normalEquations(
  { count, features, values: x }: Rows,
  means: Float64Array,
  values: ArrayLike<number>,
  middle: number,
) {
  const gram = new Float64Array(features * features);
  const product = new Float64Array(features);
  const row = new Float64Array(features);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < features; k++) row[k] = x[i * features + k]! - means[k]!;
    const value = values[i]! - middle;
    for (let j = 0; j < features; j++) {
      const own = row[j]!;
      product[j]! += own * value;
      for (let k = 0, at = j * features; k <= j; k++, at++) gram[at]! += own * row[k]!;
    }
  }
  return { gram, product };
}

/** Cholesky: `a` (lower half, positive definite) becomes its factor. */
function solve(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / a[j * size + j]!;
    }
    for (let k = 0; k < i; k++) x[i]! -= a[i * size + k]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= a[k * size + i]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  return x;
}

function meanSquare(
  { count, features, values: x }: Rows,
  values: ArrayLike<number>,
  weights: Float64Array,
  bias: number,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    let error = bias - values[i]!;
    for (let k = 0; k < features; k++) error += x[i * features + k]! * weights[k]!;
    sum += error * error;
  }
  return sum / count;
}
