import {
  add,
  clone,
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
import type { EngineKind } from './engine-kind';
import { cpu } from './engines/cpu';
import { openEngine } from './open-engine';
import { presentEngines } from './testing/present-engines';

const targets = [3, -1, 0.5];
const rates = [0.1, 0.1, 0.05, 0.2, 0.01, 0.1, 0.03, 0.1];

/** Loss Σ (p − target)² with its gradient by hand; the update as PyTorch's documentation states it. */
function naive(start: readonly number[], options: Numbers) {
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

type Numbers = Required<Omit<AdamOptions, 'seldom'>>;

const sumOf = (a: Scalar, b: Scalar): Scalar => add(a, b);
const distance = (p: Variable) => () => sum(square(sub(p, tensor1d(targets)))) as Scalar;

/** Adam as tensors, which engines without `syncRead` use, on an engine that this file can read. */
const readLate: EngineKind = {
  ...cpu,
  name: 'an engine that is read late',
  capabilities: { ...cpu.capabilities, syncRead: false },
};
const kinds = [...presentEngines, readLate].map((kind) => [kind.name, kind] as const);

describe.each(kinds)('adam on %s', (_, engine) => {
  beforeAll(() => openEngine({ engine }));

  it.each<Numbers>([
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

  it('writes neither into the array a parameter was made of nor into a value that was read', () => {
    const made = new Float32Array(1 << 16).fill(2); // small arrays are copied anyway
    const p: Variable = variable(tensor2d(made, [256, 256]));
    const optimiser = adam([p], { weightDecay: 0.1 });
    const step = () => optimiser.minimise(() => sum(square(p)) as Scalar, 0.1).dispose();
    step();
    const read = p.dataSync() as Float32Array;
    const [before, held] = [read[0], clone(p)];
    step();
    step();
    expect(made[0]).toBe(2);
    expect(read[0]).toBe(before);
    expect(held.dataSync()[0]).toBe(before);
    expect(p.dataSync()[0]).not.toBe(before);
    optimiser.dispose();
    held.dispose();
    p.dispose();
  });

  it('updates vectors together and apart alike, also when a loss reaches only some of them', () => {
    const reach = (count: number, seldom = 3) => {
      const all: Variable[] = [
        [1, 2, -3],
        [0.5, 1, 1],
        [2, 2, 2],
      ].map((values) => variable(tensor1d(values)));
      const optimiser = adam(all, { weightDecay: 0.1, seldom: all.slice(seldom) });
      const loss = (of: Variable[]) => () => of.map((p) => distance(p)()).reduce(sumOf) as Scalar;
      optimiser.minimise(loss(all), 0.1).dispose();
      optimiser.minimise(loss(all.slice(0, count)), 0.1).dispose();
      optimiser.minimise(loss(all), 0.1).dispose();
      const values = all.map((p) => [...p.dataSync()]);
      optimiser.dispose();
      all.forEach((p) => p.dispose());
      return values;
    };
    const [whole, some] = [reach(3), reach(2)];
    expect(some.slice(0, 2)).toEqual(whole.slice(0, 2));
    expect(some[2]).not.toEqual(whole[2]);
    for (const first of [0, 1, 2])
      expect([reach(3, first), reach(2, first)]).toEqual([whole, some]);
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

  it('goes on bit for bit from a saved state, and sees values that were loaded meanwhile', async () => {
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
    const [state, values] = [await two.state(), before.dataSync().slice()];
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
    expect(await three.state()).toEqual(await one.state());
    for (const optimiser of [one, two, three]) optimiser.dispose();
    for (const p of [whole, before, after]) p.dispose();
  });

  it('refuses a state of other parameters', async () => {
    const p: Variable = variable(tensor1d([1]));
    const q: Variable = variable(tensor1d([1, 2]));
    const [one, two] = [adam([p]), adam([q])];
    const state = await one.state();
    expect(() => two.restore(state)).toThrow('adam: no state 0/first of 2 values');
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
