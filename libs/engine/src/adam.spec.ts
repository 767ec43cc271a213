import {
  memory,
  mul,
  scalar,
  square,
  sub,
  sum,
  tensor1d,
  tensor2d,
  variable,
} from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import { adam } from './adam';
import type { AdamOptions } from './adam';
import { openEngine } from './open-engine';
import { preparedRungs } from './testing/prepared-rungs';

const targets = [3, -1, 0.5];
const rates = [0.1, 0.1, 0.05, 0.2, 0.01, 0.1, 0.03, 0.1];

/** Loss Σ (p − target)² with its gradient by hand; the update as PyTorch's documentation states it. */
function naive(start: readonly number[], options: Required<AdamOptions>) {
  const { beta1, beta2, epsilon, weightDecay } = options;
  const p = [...start];
  const m = start.map(() => 0);
  const v = start.map(() => 0);
  rates.forEach((rate, t) => {
    p.forEach((value, i) => {
      const g = 2 * (value - targets[i]!) + weightDecay * value;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      const mHat = m[i]! / (1 - beta1 ** (t + 1));
      const vHat = v[i]! / (1 - beta2 ** (t + 1));
      p[i] = value - (rate * mHat) / (Math.sqrt(vHat) + epsilon);
    });
  });
  return p;
}

const distance = (p: Variable) => () => sum(square(sub(p, tensor1d(targets)))) as Scalar;

describe.each(preparedRungs())('adam on %s', (rung) => {
  beforeAll(() => openEngine({ rung }));

  it.each<Required<AdamOptions>>([
    { beta1: 0.8, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    { beta1: 0.8, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 },
    { beta1: 0.9, beta2: 0.99, epsilon: 0.5, weightDecay: 0.01 },
  ])('follows the formula with %j', (options) => {
    const start = [1, 2, -3];
    const p: Variable = variable(tensor1d(start));
    const optimiser = adam([p], options);
    for (const rate of rates) optimiser.minimise(distance(p), rate).dispose();
    naive(start, options).forEach((value, i) => expect(p.dataSync()[i]).toBeCloseTo(value, 5));
    optimiser.dispose();
    p.dispose();
  });

  it('returns the loss before the step and leaks nothing', () => {
    const p: Variable = variable(tensor1d([1, 2, -3]));
    const optimiser = adam([p], { weightDecay: 0.1 });
    const first = optimiser.minimise(distance(p), 0.1);
    expect(first.dataSync()[0]).toBeCloseTo(4 + 9 + 12.25, 5);
    first.dispose();
    const before = memory();
    for (let i = 0; i < 3; i++) optimiser.minimise(distance(p), 0.1).dispose();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    optimiser.dispose();
    p.dispose();
  });

  it('leaves a parameter alone that the loss does not reach', () => {
    const used: Variable = variable(tensor1d([1, 2, -3]));
    const unused: Variable = variable(tensor2d([[5, 6]]));
    const optimiser = adam([unused, used], { weightDecay: 0.1 });
    optimiser.minimise(distance(used), 0.1).dispose();
    expect([...unused.dataSync()]).toEqual([5, 6]);
    expect([...used.dataSync()]).not.toEqual([1, 2, -3]);
    optimiser.dispose();
    used.dispose();
    unused.dispose();
  });

  it('goes on bit for bit from a saved state, and sees values that were loaded meanwhile', () => {
    const start = [1, 2, -3];
    const run = (p: Variable, optimiser: ReturnType<typeof adam>, from: number, to: number) => {
      for (const rate of rates.slice(from, to)) optimiser.minimise(distance(p), rate).dispose();
    };
    const whole: Variable = variable(tensor1d(start));
    const one = adam([whole], { weightDecay: 0.1 });
    run(whole, one, 0, 8);

    const before: Variable = variable(tensor1d(start));
    const two = adam([before], { weightDecay: 0.1 });
    run(before, two, 0, 3);
    const [state, values] = [two.state(), before.dataSync().slice()];
    run(before, two, 3, 8);

    const after: Variable = variable(tensor1d([0, 0, 0]));
    const three = adam([after], { weightDecay: 0.1 });
    const saved = tensor1d(values);
    after.assign(saved);
    saved.dispose();
    three.restore(state);
    run(after, three, 3, 8);

    const bytes = (p: Variable) =>
      Buffer.from(Float32Array.from(p.dataSync()).buffer).toString('hex');
    expect(bytes(before)).toBe(bytes(whole));
    expect(bytes(after)).toBe(bytes(whole));
    expect(three.state()).toEqual(one.state());
    for (const optimiser of [one, two, three]) optimiser.dispose();
    for (const p of [whole, before, after]) p.dispose();
  });

  it('refuses a state of other parameters', () => {
    const p: Variable = variable(tensor1d([1]));
    const q: Variable = variable(tensor1d([1, 2]));
    const [one, two] = [adam([p]), adam([q])];
    expect(() => two.restore(one.state())).toThrow('adam: no state 0/first of 2 values');
    for (const held of [one, two, p, q]) held.dispose();
  });

  it('takes weights of the loss as given', () => {
    const p: Variable = variable(tensor1d([2]));
    const optimiser = adam([p], { epsilon: 1 });
    optimiser.minimise(() => sum(mul(p, scalar(3))) as Scalar, 1).dispose();
    // First step: m̂ = g = 3, v̂ = 9, so p = 2 − 3 / (3 + 1).
    expect(p.dataSync()[0]).toBeCloseTo(1.25, 6);
    optimiser.dispose();
    p.dispose();
  });
});
