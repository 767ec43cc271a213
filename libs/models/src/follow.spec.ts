import { memory, openEngine, tensor4d, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import { follow } from './follow';
import { featuresOf } from './one-output';
import { resnet9 } from './resnet9';
import { createWeights } from './weights';
import { prefixed, untrained } from './weights-view';

beforeAll(async () => {
  await openEngine();
});

function pair() {
  const encoder = createWeights(stream(1, 'encoder'));
  const heads = createWeights(stream(1, 'heads'));
  const average = untrained(heads, 'average.');
  const options = { width: 1 / 16, features: 8 };
  const first = resnet9.create(options, { weights: encoder, channels: 3 });
  const second = resnet9.create(options, { weights: average, channels: 3 });
  const s = stream(2);
  const values = Float32Array.from({ length: 2 * 16 * 16 * 3 }, () => s.normal());
  const x = () => tensor4d(values, [2, 16, 16, 3]);
  const dispose = () => [encoder, heads].forEach((weights) => weights.dispose());
  return { encoder, heads, average, first, second, x, dispose };
}

describe('an encoder that follows another', () => {
  it('starts equal, and belongs to the heads as buffers', async () => {
    const { encoder, heads, average, first, second, x, dispose } = pair();
    follow(encoder, average);
    const [a, b] = [first, second].map((one) =>
      tidy(() => [...featuresOf(one, x(), false).dataSync()]),
    );
    expect(b).toEqual(a);
    expect(heads.trainable()).toEqual([]);
    expect((await heads.records()).map(({ name }) => name)).toEqual(
      (await encoder.records()).map(({ name }) => `average.${name}`),
    );
    dispose();
  });

  it('moves each trained value by its share, and leaves running statistics alone', async () => {
    const { encoder, heads, average, dispose } = pair();
    const follower = follow(encoder, average);
    const before = await heads.records();
    const moved = (await encoder.records()).map((record) => ({
      ...record,
      values: record.values.map((value) => value + 2),
    }));
    encoder.load(moved);
    const tensors = memory().numTensors;
    follower.step(0.75);
    expect(memory().numTensors).toBe(tensors);
    (await heads.records()).forEach(({ values }, at) => {
      const step = moved[at]!.trainable ? 0.5 : 0;
      const old = before[at]!.values;
      values.forEach((value, i) => expect(value).toBeCloseTo(old[i]! + step, 5));
    });
    dispose();
  });

  it('refuses a variable that the other does not have', () => {
    const { encoder, heads, dispose } = pair();
    const other = untrained(heads, 'other.');
    other.parameter('extra.weight', [1], (shape) => new Float32Array(shape[0]!));
    expect(() => follow(encoder, other)).toThrow('extra.weight');
    dispose();
  });
});

describe('a part of weights', () => {
  it('names what is made in it after its prefix, for itself and for the whole', () => {
    const weights = createWeights(stream(1));
    const part = prefixed(weights, 'left.');
    const zeros = (shape: readonly number[]) => new Float32Array(shape[0]!);
    part.parameter('weight', [2], zeros);
    part.buffer('mean', [1], 0);
    expect([...part.variables().keys()]).toEqual(['weight', 'mean']);
    expect([...weights.variables().keys()]).toEqual(['left.weight', 'left.mean']);
    expect(weights.trainable()).toHaveLength(1);
    weights.freeze((name) => name === 'left.weight', 'fixed');
    expect([part.isFixed('weight'), part.isFixed('other')]).toEqual([true, false]);
    weights.dispose();
  });
});
