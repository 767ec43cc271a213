import { memory, openEngine, chosenEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import { biasUniform, constant, kaimingNormal, linearUniform, uniform } from './initialisers';
import { createWeights } from './weights';

beforeAll(() => openEngine({ engine: chosenEngine() }));

const moments = (values: Float32Array) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
};

describe('initialisers', () => {
  it('kaimingNormal has standard deviation √(2 / fanOut)', () => {
    const values = kaimingNormal([3, 3, 16, 32], stream(1));
    const { mean, deviation } = moments(values);
    expect(values).toHaveLength(4608);
    expect(deviation).toBeCloseTo(Math.sqrt(2 / (9 * 32)), 2);
    expect(Math.abs(mean)).toBeLessThan(0.004);
    expect(Math.max(...values)).toBeGreaterThan(3 * deviation);
  });

  it('linearUniform and biasUniform fill ±1 / √fanIn', () => {
    for (const values of [
      linearUniform([25, 200], stream(1)),
      biasUniform(25)([5000], stream(2)),
    ]) {
      expect(Math.max(...values)).toBeGreaterThan(0.199);
      expect(Math.min(...values)).toBeLessThan(-0.199);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.2);
      expect(moments(values).deviation).toBeCloseTo(0.2 / Math.sqrt(3), 2);
    }
  });
});

describe('weights', () => {
  it('depend on the stream and the name, not on the order', () => {
    const [a, b, c] = [
      createWeights(stream(1)),
      createWeights(stream(1)),
      createWeights(stream(2)),
    ];
    const first = (weights: typeof a, name: string) => [
      ...weights.parameter(name, [4], linearUniform).dataSync(),
    ];
    const one = [first(a, 'x'), first(a, 'y')];
    const two = [first(b, 'y'), first(b, 'x')].reverse();
    expect(two).toEqual(one);
    expect(one[0]).not.toEqual(one[1]);
    expect(first(c, 'x')).not.toEqual(one[0]);
    for (const weights of [a, b, c]) weights.dispose();
  });

  it('fill a buffer with a value or by an initialiser, from the stream and the name', async () => {
    const [a, b] = [createWeights(stream(1)), createWeights(stream(1))];
    expect([...a.buffer('mean', [2], 3).dataSync()]).toEqual([3, 3]);
    const bank = (weights: typeof a) => [
      ...weights.buffer('bank', [10, 20], uniform(0.5)).dataSync(),
    ];
    const values = bank(a);
    expect(bank(b)).toEqual(values);
    expect(Math.max(...values)).toBeGreaterThan(0.45);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(a.trainable()).toEqual([]);
    expect((await a.records()).map(({ name }) => name)).toEqual(['mean', 'bank']);
    for (const weights of [a, b]) weights.dispose();
  });

  it('are frozen: the first values never change', () => {
    const weights = createWeights(stream(1));
    const filter = weights.parameter('stem.conv.weight', [3, 3, 3, 4], kaimingNormal);
    expect([...filter.dataSync()].slice(0, 4)).toMatchInlineSnapshot(`
     [
       -0.13951103389263153,
       -0.30130571126937866,
       -0.11787126958370209,
       0.3402741253376007,
     ]
    `);
    weights.dispose();
  });

  it('come back as they were, and heads of another task stay', async () => {
    const [a, b] = [createWeights(stream(1)), createWeights(stream(2))];
    for (const weights of [a, b]) {
      weights.parameter('trunk', [2, 3], linearUniform);
      weights.buffer('mean', [3], 0.5);
    }
    a.parameter('head.old', [3], constant(1));
    b.parameter('head.new', [3], constant(2));
    expect(b.load(await a.records())).toEqual(['head.old']);
    const [trunk, mean, head] = await b.records();
    expect(trunk).toEqual((await a.records())[0]);
    expect(mean).toEqual({
      name: 'mean',
      shape: [3],
      values: Float32Array.of(0.5, 0.5, 0.5),
      trainable: false,
    });
    expect([...head!.values]).toEqual([2, 2, 2]);
    expect(a.trainable()).toHaveLength(2);
    a.dispose();
    b.dispose();
  });

  it('refuse a name twice and a shape that differs, and leave nothing behind', () => {
    const before = memory().numTensors;
    const weights = createWeights(stream(1));
    weights.parameter('x', [2], constant(0));
    expect(() => weights.buffer('x', [2], 0)).toThrow('weights: two parameters named x');
    const record = { name: 'x', shape: [3], values: new Float32Array(3), trainable: true };
    expect(() => weights.load([record])).toThrow(
      'weights: x has another shape (got [3]; expected [2])',
    );
    weights.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
