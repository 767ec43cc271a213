import type { Stream } from '@nhat/random';

/** Fills the values of a new parameter; portable arithmetic, so equal streams give equal bits. */
export type Initialiser = (shape: readonly number[], stream: Stream) => Float32Array;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const filled =
  (
    draw: (stream: Stream, scale: number) => number,
    scaleOf: (shape: readonly number[]) => number,
  ) =>
  (shape: readonly number[], stream: Stream): Float32Array => {
    const values = new Float32Array(sizeOf(shape));
    const scale = scaleOf(shape);
    for (let i = 0; i < values.length; i++) values[i] = draw(stream, scale);
    return values;
  };

/**
 * Normal with standard deviation √(2 / fanOut), for filters [height, width, in, out]; fanOut = height · width · out
 * (He et al. 2015, arXiv 1502.01852, the variant that keeps the variance of gradients).
 */
export const kaimingNormal: Initialiser = filled(
  (stream, scale) => scale * stream.normal(),
  ([height = 1, width = 1, , out = 1]) => Math.sqrt(2 / (height * width * out)),
);

/** Uniform in ±1 / √fanIn, for weights [in, out]: PyTorch's default of a linear layer. */
export const linearUniform: Initialiser = filled(
  (stream, scale) => stream.uniform(-scale, scale),
  ([fanIn = 1]) => 1 / Math.sqrt(fanIn),
);

/** Uniform in ±`limit`. */
export const uniform = (limit: number): Initialiser =>
  filled(
    (stream, scale) => stream.uniform(-scale, scale),
    () => limit,
  );

/** Uniform in ±1 / √fanIn for the bias [out] of a linear layer with `fanIn` inputs. */
export const biasUniform = (fanIn: number): Initialiser => uniform(1 / Math.sqrt(fanIn));

export const constant =
  (value: number): Initialiser =>
  (shape) =>
    new Float32Array(sizeOf(shape)).fill(value);
