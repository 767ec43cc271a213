import { exp, log } from '@nhat/random';
import { minimise } from './lbfgs';
import type { Minimum, SmoothFunction } from './lbfgs';
import { columnMeans, uncentredBias } from './linear-solution';
import type { LinearSolution, Rows } from './linear-solution';

/**
 * `tolerance` and `accepted`: the largest entry of the gradient of the objective divided by C · rows. Where 1e-8 is not reached, because
 * of rounding or a badly conditioned problem, 1e-4 counts as the minimum, as in scikit-learn, whose `tol` it is.
 */
const EXACT = { tolerance: 1e-8, accepted: 1e-4, iterations: 1000 };
/** For heads that only compare values of C: further steps change which classes are right in few images. */
const ROUGH = { tolerance: 1e-4, iterations: 100 };

/**
 * Multinomial logistic regression: the minimum of ½‖weights‖² + C · Σ cross-entropy, bias not penalised, which is what
 * scikit-learn's LogisticRegression minimises (paper code: C = 1, at most 500 iterations; we go on to 1,000, on
 * centred features, which have the same minimum).
 */
export function softmaxRegression(
  rows: Rows,
  labels: ArrayLike<number>,
  { classes, inversePenalty }: { classes: number; inversePenalty: number },
): LinearSolution {
  const means = columnMeans(rows);
  const loss = meanCrossEntropy(rows, labels, means, classes);
  const start = new Float64Array((rows.features + 1) * classes);
  const minimum = minimise(penalised(loss, rows, classes, inversePenalty), start, EXACT);
  return solutionOf(minimum, loss, means, classes);
}

/**
 * The solutions for several values of C, ascending, each to a gradient of 1e-4 or 100 iterations, which is enough to compare them;
 * every one starts from the solution before it.
 */
export function softmaxPath(
  rows: Rows,
  labels: ArrayLike<number>,
  { classes, inversePenalties }: { classes: number; inversePenalties: readonly number[] },
): LinearSolution[] {
  const means = columnMeans(rows);
  const loss = meanCrossEntropy(rows, labels, means, classes);
  let start: Float64Array = new Float64Array((rows.features + 1) * classes);
  return inversePenalties.map((inversePenalty) => {
    const minimum = minimise(penalised(loss, rows, classes, inversePenalty), start, ROUGH);
    start = minimum.x;
    return solutionOf(minimum, loss, means, classes);
  });
}

/** The objective divided by C · rows. */
function penalised(
  loss: SmoothFunction,
  { count, features }: Rows,
  classes: number,
  inversePenalty: number,
): SmoothFunction {
  const penalty = 1 / (inversePenalty * count);
  const biasStart = features * classes;
  return (x, gradient) => {
    let value = loss(x, gradient);
    for (let at = 0; at < biasStart; at++) {
      value += (penalty / 2) * x[at]! * x[at]!;
      gradient[at]! += penalty * x[at]!;
    }
    return value;
  };
}

function solutionOf(
  { x, iterations, converged }: Minimum,
  loss: SmoothFunction,
  means: Float64Array,
  classes: number,
): LinearSolution {
  const biasStart = x.length - classes;
  const weights = transposed(x.subarray(0, biasStart), classes);
  return {
    outputs: classes,
    weights,
    bias: uncentredBias(x.slice(biasStart), weights, means),
    loss: loss(x, new Float64Array(x.length)),
    ...{ iterations, converged },
  };
}

/** The number of rows that are multiplied with the weights together; four rows take half the time of one by one. */
const BLOCK = 4;

/** Of x = weights `[classes, features]`, then bias, on centred rows; writes the gradient. */
function meanCrossEntropy(
  rows: Rows,
  labels: ArrayLike<number>,
  means: Float64Array,
  classes: number,
) {
  const { count, features } = rows;
  const block = new Float64Array(features * BLOCK);
  const shares = Array.from({ length: BLOCK }, () => new Float64Array(classes));
  return (x: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let total = 0;
    for (let first = 0; first < count; first += BLOCK) {
      readBlock(rows, first, means, block);
      forward(block, x, shares, features);
      for (let i = 0; i < BLOCK; i++) {
        const share = shares[i]!;
        if (first + i < count) {
          total += softmax(share, labels[first + i]!);
          share[labels[first + i]!]! -= 1;
        } else share.fill(0);
      }
      backward(block, gradient, shares, features);
    }
    for (let at = 0; at < gradient.length; at++) gradient[at]! /= count;
    return total / count;
  };
}

/** `block` `[features, BLOCK]`: centred rows from `first` on; zeros behind the last. */
function readBlock(
  { count, features, values }: Rows,
  first: number,
  means: Float64Array,
  block: Float64Array,
): void {
  for (let i = 0; i < BLOCK; i++) {
    const from = (first + i) * features;
    for (let k = 0; k < features; k++)
      block[k * BLOCK + i] = first + i < count ? values[from + k]! - means[k]! : 0;
  }
}

function forward(
  block: Float64Array,
  x: Float64Array,
  shares: readonly Float64Array[],
  features: number,
): void {
  const classes = shares[0]!.length;
  for (let c = 0; c < classes; c++) {
    const bias = x[classes * features + c]!;
    let [a, b, d, e] = [bias, bias, bias, bias];
    for (let k = 0, at = c * features, from = 0; k < features; k++, at++, from += BLOCK) {
      const weight = x[at]!;
      a += weight * block[from]!;
      b += weight * block[from + 1]!;
      d += weight * block[from + 2]!;
      e += weight * block[from + 3]!;
    }
    [a, b, d, e].forEach((score, i) => (shares[i]![c] = score));
  }
}

function backward(
  block: Float64Array,
  gradient: Float64Array,
  misses: readonly Float64Array[],
  features: number,
): void {
  const classes = misses[0]!.length;
  for (let c = 0; c < classes; c++) {
    const [a, b, d, e] = misses.map((miss) => miss[c]!) as [number, number, number, number];
    gradient[classes * features + c]! += a + b + d + e;
    for (let k = 0, at = c * features, from = 0; k < features; k++, at++, from += BLOCK) {
      gradient[at]! +=
        a * block[from]! + b * block[from + 1]! + d * block[from + 2]! + e * block[from + 3]!;
    }
  }
}

/** `[classes, features]` → `[features, classes]`. */
function transposed(weights: Float64Array, classes: number): Float64Array {
  const features = weights.length / classes;
  return Float64Array.from(
    weights,
    (_, at) => weights[(at % classes) * features + Math.floor(at / classes)]!,
  );
}

/** Scores become shares, in place; returns −log of the share of `label`. */
function softmax(scores: Float64Array, label: number): number {
  let most = -Infinity;
  for (let c = 0; c < scores.length; c++) most = Math.max(most, scores[c]!);
  const labelScore = scores[label]! - most;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = exp(scores[c]! - most);
    sum += scores[c]!;
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return log(sum) - labelScore;
}
