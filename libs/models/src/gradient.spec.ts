import {
  mul,
  openEngine,
  chosenEngine,
  sum,
  tensor,
  tensor4d,
  tidy,
  variableGrads,
} from '@nhat/engine';
import type { Scalar, Variable } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { smallBackbones } from './testing/small-backbones';
import { createWeights } from './weights';
import type { Weights } from './weights';
import { featuresOf } from './one-output';

beforeAll(() => openEngine({ engine: chosenEngine(), precision: 'float32' }));

const normals = (length: number, s: Stream) => Float32Array.from({ length }, () => s.normal());

/** Σ a · b in double precision. */
const inner = (a: Float32Array[], b: Float32Array[]) =>
  a.reduce((total, list, i) => list.reduce((part, x, j) => part + x * b[i]![j]!, total), 0);

function moved(parameters: Variable[], start: Float32Array[], way: Float32Array[], by: number) {
  parameters.forEach((parameter, i) => {
    const values = start[i]!.map((x, j) => x + by * way[i]![j]!);
    tidy(() => parameter.assign(tensor(values, parameter.shape) as never));
  });
}

/** Shrinks the residual branches of deep networks: with full ones the loss bends within the smallest step that float32 sees. */
async function calm(weights: Weights): Promise<void> {
  const last = (await weights.records()).filter(({ name }) => /norm3.weight$/.test(name));
  weights.load(last.map((one) => ({ ...one, values: one.values.map((x) => x / 4) })));
}

describe('the gradient by all parameters is the slope', () => {
  it.each(smallBackbones.map((one) => [one.label, one] as const))(
    'of %s',
    async (_, { create }) => {
      const numbers = stream('slope');
      const weights = createWeights(numbers);
      const network = create(8, weights);
      await calm(weights);
      const x = tensor4d(normals(6 * 32 * 32 * 3, numbers.fork('x')), [6, 32, 32, 3]);
      const weight = tensor(normals(6 * 8, numbers.fork('w')), [6, 8]);
      const loss = () => sum(mul(featuresOf(network, x, true), weight)) as Scalar;
      const parameters = weights.trainable();
      const start = parameters.map((parameter) => Float32Array.from(parameter.dataSync()));
      const { grads } = tidy(() => variableGrads(loss, parameters));
      const gradient = parameters.map(({ name }) => grads[name]!.dataSync() as Float32Array);
      const length = Math.sqrt(inner(gradient, gradient));
      const along = gradient.map((list) => list.map((g) => g / length));
      const step = 0.05 / length; // the loss moves by 0.05 to either side
      const at = (by: number) => {
        moved(parameters, start, along, by);
        return tidy(() => loss().dataSync()[0]!);
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(slope / length - 1)).toBeLessThan(0.01);
      for (const one of [x, weight, weights, ...Object.values(grads)]) one.dispose();
    },
  );
});
