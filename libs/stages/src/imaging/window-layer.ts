import type { Stream } from '@nhat/random';

/** The weights of a layer and their gradient, `[outputs, window]`, then the biases, `[outputs]`. */
export interface LayerParameters {
  weights: Float64Array;
  gradient: Float64Array;
}

/**
 * A layer of a small network in which each group of outputs sees one window of a row of inputs: a convolution in one
 * dimension if there are several windows, a dense layer if there is one. It runs on plain arrays, so that its bits are
 * the same on every machine.
 */
export class WindowLayer {
  /** Number of weights and biases. */
  readonly parameters: number;

  /** `window` and `hop`, the distance between two windows, count values of the input. ReLU, unless `linear`. */
  constructor(
    private readonly window: number,
    private readonly hop: number,
    private readonly outputs: number,
    private readonly linear = false,
  ) {
    this.parameters = outputs * (window + 1);
  }

  /** Draws normal weights of variance 2 / window (He et al. 2015) and sets biases to 0. */
  initialise({ weights }: LayerParameters, random: Stream): void {
    const deviation = Math.sqrt(2 / this.window);
    const biases = this.window * this.outputs;
    for (let at = 0; at < biases; at++) weights[at] = deviation * random.normal();
    weights.fill(0, biases);
  }

  /** Writes `[windows, outputs]` to `output`. */
  forward(
    { weights }: LayerParameters,
    input: Float64Array,
    output: Float64Array,
    windows: number,
  ): void {
    const { window, hop, outputs, linear } = this;
    const biases = window * outputs;
    for (let place = 0, to = 0; place < windows; place++) {
      const from = place * hop;
      for (let channel = 0, at = 0; channel < outputs; channel++, to++) {
        let sum = weights[biases + channel]!;
        for (let k = 0; k < window; k++, at++) sum += weights[at]! * input[from + k]!;
        output[to] = linear || sum > 0 ? sum : 0;
      }
    }
  }

  /** Adds the gradient of the parameters, given `slopes`, the gradient of `output`; see `inputGradient`. */
  backward(
    { gradient }: LayerParameters,
    input: Float64Array,
    output: Float64Array,
    slopes: Float64Array,
    windows: number,
  ): void {
    const { window, hop, outputs, linear } = this;
    const biases = window * outputs;
    for (let place = 0, to = 0; place < windows; place++) {
      const from = place * hop;
      for (let channel = 0, row = 0; channel < outputs; channel++, to++, row += window) {
        const slope = slopes[to]!;
        if (slope === 0 || (!linear && output[to] === 0)) continue;
        gradient[biases + channel]! += slope;
        for (let k = 0; k < window; k++) gradient[row + k]! += slope * input[from + k]!;
      }
    }
  }

  /** Adds the gradient of the input to `inputSlopes`, given `slopes`, the gradient of `output`. */
  inputGradient(
    { weights }: LayerParameters,
    output: Float64Array,
    slopes: Float64Array,
    inputSlopes: Float64Array,
    windows: number,
  ): void {
    const { window, hop, outputs, linear } = this;
    for (let place = 0, to = 0; place < windows; place++) {
      const from = place * hop;
      for (let channel = 0, row = 0; channel < outputs; channel++, to++, row += window) {
        const slope = slopes[to]!;
        if (slope === 0 || (!linear && output[to] === 0)) continue;
        for (let k = 0; k < window; k++) inputSlopes[from + k]! += slope * weights[row + k]!;
      }
    }
  }
}
