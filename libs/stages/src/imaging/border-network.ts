import type { Stream } from '@nhat/random';
import { exp } from '@nhat/random';
import { createAdam } from './adam';
import { BORDER_WIDTH } from './border-pixels';
import { WindowLayer } from './window-layer';
import type { LayerParameters } from './window-layer';

/** Values of one position along a side of the border: the three channels of its pixels, from the edge inwards. */
export const POSITION_VALUES = 3 * BORDER_WIDTH;

const SIDES = 4;
/** Both convolutions move by two positions; these are the positions that their filters span. */
const [HOP, FIRST_SPAN, SECOND_SPAN] = [2, 5, 3];
const [CHANNELS, HIDDEN] = [12, 16];
/** What describes a side: the mean channels of its first and of its second half. */
const SIDE_VALUES = 2 * CHANNELS;

const BATCH = 32;
const PEAK_RATE = 0.003;

/** Buffers of one side: what the convolutions compute, with zeros at both ends, and gradients (`…Slopes`). */
interface SideBuffers {
  input: Float64Array;
  /** Begins with the zeros; `firstOutput` is the same memory without them. */
  first: Float64Array;
  firstOutput: Float64Array;
  second: Float64Array;
  firstSlopes: Float64Array;
  firstOutputSlopes: Float64Array;
  secondSlopes: Float64Array;
}

/**
 * A small CNN that finds the upper side of a square image from its border. Two convolutions look along each side, with
 * the same weights for all four, and a dense network scores each side from its own values and those of the sides that
 * follow it clockwise. An image that is turned by a quarter has the same four scores, moved by one. So a network that
 * is trained on upright images has the same accuracy on all four turns. It computes in plain double precision, and the
 * bits are the same on every machine.
 */
export class BorderNetwork {
  private readonly first = new WindowLayer(
    FIRST_SPAN * POSITION_VALUES,
    HOP * POSITION_VALUES,
    CHANNELS,
  );
  private readonly second = new WindowLayer(SECOND_SPAN * CHANNELS, HOP * CHANNELS, CHANNELS);
  private readonly dense = new WindowLayer(SIDES * SIDE_VALUES, SIDE_VALUES, HIDDEN);
  private readonly score = new WindowLayer(HIDDEN, HIDDEN, 1, true);

  private readonly weights: Float64Array;
  private readonly gradient: Float64Array;
  private readonly parameters: Record<'first' | 'second' | 'dense' | 'score', LayerParameters>;

  /** Positions along a side after the first and after the second convolution. */
  private readonly firstLength: number;
  private readonly secondLength: number;
  private readonly sides: SideBuffers[];
  /** The values of the four sides, then those of the first three again, because each side is followed by the others. */
  private readonly values = new Float64Array((2 * SIDES - 1) * SIDE_VALUES);
  private readonly valueSlopes = new Float64Array(this.values.length);
  private readonly hidden = new Float64Array(SIDES * HIDDEN);
  private readonly hiddenSlopes = new Float64Array(SIDES * HIDDEN);
  private readonly scores = new Float64Array(SIDES);
  private readonly scoreSlopes = new Float64Array(SIDES);

  /** `size`: pixels along a side of the image. `random` draws the initial weights. */
  constructor(
    private readonly size: number,
    random: Stream,
  ) {
    const layers = (['first', 'second', 'dense', 'score'] as const).map((name) => this[name]);
    const count = layers.reduce((sum, { parameters }) => sum + parameters, 0);
    this.weights = new Float64Array(count);
    this.gradient = new Float64Array(count);
    let from = 0;
    const [first, second, dense, score] = layers.map((layer): LayerParameters => {
      const to = from + layer.parameters;
      const [weights, gradient] = [this.weights, this.gradient].map((all) =>
        all.subarray(from, to),
      );
      from = to;
      const parameters = { weights: weights!, gradient: gradient! };
      layer.initialise(parameters, random);
      return parameters;
    });
    this.parameters = { first: first!, second: second!, dense: dense!, score: score! };
    this.firstLength = Math.ceil(size / HOP);
    this.secondLength = Math.ceil(this.firstLength / HOP);
    this.sides = Array.from({ length: SIDES }, () => this.createSide());
  }

  /** Trains in `epochs` passes on the sides of upright images, `[4, size, POSITION_VALUES]` each. */
  train(images: readonly Float32Array[], epochs: number, random: Stream): void {
    const update = createAdam(this.weights);
    const steps = epochs * Math.ceil(images.length / BATCH);
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = random.permutation(images.length);
      for (let from = 0; from < images.length; from += BATCH) {
        const to = Math.min(images.length, from + BATCH);
        this.gradient.fill(0);
        for (let at = from; at < to; at++) this.learn(images[order[at]!]!, 1 / (to - from));
        update(this.gradient, PEAK_RATE * (1 - step / steps));
        step++;
      }
    }
  }

  /** Share of upright images whose upper side scores highest; where k sides share the highest score, 1 / k counts. */
  accuracy(images: readonly Float32Array[]): number {
    let right = 0;
    for (const image of images) {
      this.forward(image);
      const best = Math.max(...this.scores);
      if (this.scores[0] === best) right += 1 / this.scores.filter((one) => one === best).length;
    }
    return right / images.length;
  }

  private createSide(): SideBuffers {
    const second = this.secondLength * CHANNELS;
    const padded = (HOP * this.secondLength + SECOND_SPAN) * CHANNELS;
    const [first, firstSlopes] = [new Float64Array(padded), new Float64Array(padded)];
    const margin = ((SECOND_SPAN - 1) / 2) * CHANNELS;
    return {
      input: new Float64Array((HOP * this.firstLength + FIRST_SPAN) * POSITION_VALUES),
      ...{ first, firstOutput: first.subarray(margin) },
      ...{ firstSlopes, firstOutputSlopes: firstSlopes.subarray(margin) },
      ...{ second: new Float64Array(second), secondSlopes: new Float64Array(second) },
    };
  }

  private forward(image: Float32Array): void {
    const { parameters, values, hidden, scores } = this;
    const length = this.size * POSITION_VALUES;
    const margin = ((FIRST_SPAN - 1) / 2) * POSITION_VALUES;
    this.sides.forEach(({ input, first, firstOutput, second }, side) => {
      input.set(image.subarray(side * length, (side + 1) * length), margin);
      this.first.forward(parameters.first, input, firstOutput, this.firstLength);
      this.second.forward(parameters.second, first, second, this.secondLength);
      this.average(second, side);
    });
    values.copyWithin(SIDES * SIDE_VALUES, 0, (SIDES - 1) * SIDE_VALUES);
    this.dense.forward(parameters.dense, values, hidden, SIDES);
    this.score.forward(parameters.score, hidden, scores, SIDES);
  }

  /** Adds the gradient of the cross-entropy of one upright image, times `weight`. */
  private learn(image: Float32Array, weight: number): void {
    this.forward(image);
    const { parameters, values, hidden, scores, valueSlopes, hiddenSlopes, scoreSlopes } = this;
    softmax(scores, scoreSlopes);
    scoreSlopes[0]! -= 1;
    for (let side = 0; side < SIDES; side++) scoreSlopes[side]! *= weight;
    hiddenSlopes.fill(0);
    valueSlopes.fill(0);
    this.score.backward(parameters.score, hidden, scores, scoreSlopes, SIDES);
    this.score.inputGradient(parameters.score, scores, scoreSlopes, hiddenSlopes, SIDES);
    this.dense.backward(parameters.dense, values, hidden, hiddenSlopes, SIDES);
    this.dense.inputGradient(parameters.dense, hidden, hiddenSlopes, valueSlopes, SIDES);
    const circle = SIDES * SIDE_VALUES;
    for (let at = circle; at < values.length; at++) valueSlopes[at - circle]! += valueSlopes[at]!;
    this.sides.forEach((buffers, side) => this.learnSide(buffers, side));
  }

  private learnSide(buffers: SideBuffers, side: number): void {
    const { parameters, firstLength, secondLength } = this;
    const { input, first, firstOutput, second } = buffers;
    const { firstSlopes, firstOutputSlopes, secondSlopes } = buffers;
    secondSlopes.fill(0);
    firstSlopes.fill(0);
    this.averageGradient(secondSlopes, side);
    this.second.backward(parameters.second, first, second, secondSlopes, secondLength);
    this.second.inputGradient(parameters.second, second, secondSlopes, firstSlopes, secondLength);
    this.first.backward(parameters.first, input, firstOutput, firstOutputSlopes, firstLength);
  }

  /** Writes the mean channels of both halves of a side; if its length is odd, both hold the position in the middle. */
  private average(second: Float64Array, side: number): void {
    const half = Math.ceil(this.secondLength / 2);
    [0, this.secondLength - half].forEach((from, part) => {
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0;
        for (let place = from; place < from + half; place++)
          sum += second[place * CHANNELS + channel]!;
        this.values[side * SIDE_VALUES + part * CHANNELS + channel] = sum / half;
      }
    });
  }

  private averageGradient(secondSlopes: Float64Array, side: number): void {
    const half = Math.ceil(this.secondLength / 2);
    [0, this.secondLength - half].forEach((from, part) => {
      for (let channel = 0; channel < CHANNELS; channel++) {
        const slope = this.valueSlopes[side * SIDE_VALUES + part * CHANNELS + channel]! / half;
        for (let place = from; place < from + half; place++)
          secondSlopes[place * CHANNELS + channel]! += slope;
      }
    });
  }
}

/** Writes the shares exp(score) / Σ exp(score). */
function softmax(scores: Float64Array, shares: Float64Array): void {
  const most = Math.max(...scores);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += shares[k] = exp(scores[k]! - most);
  for (let k = 0; k < scores.length; k++) shares[k]! /= sum;
}
