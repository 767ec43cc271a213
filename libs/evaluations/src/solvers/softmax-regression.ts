import { exp, log } from '@nhat/random';
import { minimise } from './lbfgs';
import { columnMeans, uncentredBias } from './linear-solution';
import type { LinearSolution, Rows } from './linear-solution';

/** Largest entry of the gradient of the objective divided by C · rows. */
const TOLERANCE = 1e-8;
const ITERATIONS = 1000;

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
  const { count, features } = rows;
  const means = columnMeans(rows);
  const penalty = 1 / (inversePenalty * count);
  const biasStart = features * classes;
  const loss = meanCrossEntropy(rows, labels, means, classes);
  const minimum = minimise(
    (x, gradient) => {
      let value = loss(x, gradient);
      for (let at = 0; at < biasStart; at++) {
        value += (penalty / 2) * x[at]! * x[at]!;
        gradient[at]! += penalty * x[at]!;
      }
      return value;
    },
    new Float64Array(biasStart + classes),
    { tolerance: TOLERANCE, iterations: ITERATIONS },
  );
  const weights = transposed(minimum.x.subarray(0, biasStart), classes);
  return {
    outputs: classes,
    weights,
    bias: uncentredBias(minimum.x.slice(biasStart), weights, means),
    loss: loss(minimum.x, new Float64Array(biasStart + classes)),
    iterations: minimum.iterations,
    converged: minimum.converged,
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
