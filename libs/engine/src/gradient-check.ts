import { grads, mul, sum, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { GradientCase } from './gradient-case';
import { openedEngine } from './opened-engine';
import { toComputePrecision, toFloat32 } from './ops/cast';
import { readResults } from './read';

/** Half the distance between the two points of a central difference. */
const step = 2e-3;

/**
 * Relative error ‖analytic − numeric‖ / ‖numeric‖ of the gradient of Σ weightᵢ · outputᵢ, worst over the inputs.
 * Central differences of every element, summed in double precision.
 */
export async function gradientError({ inputs, run }: GradientCase): Promise<number> {
  const values = inputs.map((shape, i) => spreadValues(shape, i));
  const analytic = await gradientsOf(inputs, values, run);
  const errors: number[] = [];
  for (const [i, list] of values.entries()) {
    const numeric = new Float32Array(list.length);
    for (let element = 0; element < list.length; element++) {
      const at = (shift: number) => {
        const moved = values.map((one) => one.slice());
        moved[i]![element]! += shift;
        return weightedOutput(inputs, moved, run);
      };
      const difference = (await at(step)) - (await at(-step));
      const above = Math.fround(list[element]! + step);
      const below = Math.fround(list[element]! - step);
      numeric[element] = difference / (above - below);
    }
    errors.push(relativeError(analytic[i]!, numeric));
  }
  return Math.max(...errors);
}

/**
 * The same for the precision of the opened engine, against the float32 gradient at the same inputs: differences of
 * bfloat16 outputs would drown in rounding. The first input is in that precision, the parameters are float32.
 */
export async function precisionError({ inputs, run }: GradientCase): Promise<number> {
  const values = inputs.map((shape, i) => spreadValues(shape, i).map(roundedToBfloat16));
  const exact = await gradientsOf(inputs, values, run);
  const ours = await gradientsOf(inputs, values, (list) => {
    const isImage = (x: Tensor) => x.shape.join() === list[0]!.shape.join();
    return toFloat32(run(list.map((x) => (isImage(x) ? toComputePrecision(x) : x))));
  });
  return Math.max(...exact.map((gradient, i) => relativeError(ours[i]!, gradient)));
}

/** The worst error that right gradients may have here: of finite differences, or of 8 bits in sums that nearly cancel. */
export const errorAllowed = (): number =>
  openedEngine().facts.precision === 'bfloat16' ? 3e-2 : 2e-3;

type Shapes = GradientCase['inputs'];

const tensorsOf = (shapes: Shapes, values: readonly Float32Array[]): Tensor[] =>
  values.map((list, i) => tensor(list, [...shapes[i]!], 'float32'));

const gradientsOf = (
  shapes: Shapes,
  values: readonly Float32Array[],
  run: GradientCase['run'],
): Promise<Float32Array[]> =>
  readResults(() => {
    const inputs = tensorsOf(shapes, values);
    return grads((...list: Tensor[]) => {
      const output = run(list);
      const weights = tensor(spreadValues(output.shape, 7), output.shape, 'float32');
      return sum(mul(output, weights));
    })(inputs);
  });

async function weightedOutput(
  shapes: Shapes,
  values: readonly Float32Array[],
  run: GradientCase['run'],
): Promise<number> {
  const [y] = await readResults(() => [run(tensorsOf(shapes, values))]);
  const weights = spreadValues([y!.length], 7);
  return y!.reduce((total, value, i) => total + value * weights[i]!, 0);
}

/** Evenly spaced values in (−1, 1) in scrambled order: no ties and nothing near 0, where some gradients jump. */
export function spreadValues(shape: readonly number[], seed: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  let stride = Math.max(1, Math.round(size * 0.618) - seed);
  while (greatestDivisor(stride, size) > 1) stride += 1;
  const shift = size % 2 ? 0.25 : 0.5; // the middle of an odd number of values would be 0
  return Float32Array.from(
    { length: size },
    (_, k) => ((((k + 3 * seed) * stride) % size) + shift) / (size / 2) - 1,
  );
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

function roundedToBfloat16(x: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, x);
  bits.setUint32(0, (bits.getUint32(0) + 0x8000) & 0xffff0000);
  return bits.getFloat32(0);
}

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(difference / Math.max(norm, 1e-12));
}
