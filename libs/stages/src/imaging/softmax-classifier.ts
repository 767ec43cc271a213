import type { Stream } from '@nhat/random';
import { exp } from '@nhat/random';
import { createAdam } from './adam';

/** A linear classifier: `weights` `[classes, features + 1]`, the bias last. */
export interface LinearClassifier {
  classes: number;
  features: number;
  weights: Float64Array;
}

/** Writes the features of example `index` and returns its class. */
export type Examples = (index: number, features: Float64Array) => number;

const BATCH = 64;
const PEAK_RATE = 0.01;

/** Multinomial logistic regression by Adam, its rate falling linearly to 0; the same bits on every machine. */
export function trainClassifier(
  examples: Examples,
  count: number,
  { classes, features, epochs }: { classes: number; features: number; epochs: number },
  random: Stream,
): LinearClassifier {
  const size = classes * (features + 1);
  const model = { classes, features, weights: new Float64Array(size) };
  const gradient = new Float64Array(size);
  const update = createAdam(model.weights);
  const input = new Float64Array(features);
  const share = new Float64Array(classes);
  const steps = epochs * Math.ceil(count / BATCH);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.permutation(count);
    for (let first = 0; first < count; first += BATCH) {
      gradient.fill(0);
      const last = Math.min(count, first + BATCH);
      for (let at = first; at < last; at++) {
        const truth = examples(order[at]!, input);
        scores(model, input, share);
        softmax(share);
        share[truth]! -= 1;
        accumulate(gradient, share, input, 1 / (last - first));
      }
      update(gradient, PEAK_RATE * (1 - step / steps));
      step++;
    }
  }
  return model;
}

/** Share of the examples whose highest score is their class. */
export function accuracyOf(model: LinearClassifier, examples: Examples, count: number): number {
  const input = new Float64Array(model.features);
  const score = new Float64Array(model.classes);
  let right = 0;
  for (let at = 0; at < count; at++) {
    const truth = examples(at, input);
    scores(model, input, score);
    if (score.indexOf(Math.max(...score)) === truth) right++;
  }
  return right / count;
}

function scores(
  { classes, features, weights }: LinearClassifier,
  input: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0, at = 0; k < classes; k++) {
    let sum = 0;
    for (let feature = 0; feature < features; feature++) sum += weights[at++]! * input[feature]!;
    out[k] = sum + weights[at++]!;
  }
}

function softmax(score: Float64Array): void {
  const most = Math.max(...score);
  let sum = 0;
  for (let k = 0; k < score.length; k++) sum += score[k] = exp(score[k]! - most);
  for (let k = 0; k < score.length; k++) score[k]! /= sum;
}

function accumulate(
  gradient: Float64Array,
  error: Float64Array,
  input: Float64Array,
  weight: number,
): void {
  for (let k = 0, at = 0; k < error.length; k++) {
    const scale = error[k]! * weight;
    for (let feature = 0; feature < input.length; feature++)
      gradient[at++]! += scale * input[feature]!;
    gradient[at++]! += scale;
  }
}
