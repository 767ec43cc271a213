import fc from 'fast-check';
import { cubicInverse } from './cubic-inverse';
import { valueAt } from './curve';
import type { Curve } from './curve';
import { firstCrossing } from './first-crossing';
import { logLinearInverse } from './inverse';

const curve: Curve = { n: [100, 250, 1000, 4000], value: [30, 40, 60, 75] };

/** Rising curves, some segments flat, and a target inside their range. */
const rising = fc
  .array(fc.record({ factor: fc.double({ min: 1.2, max: 6, noNaN: true }), up: fc.nat(5) }), {
    minLength: 2,
    maxLength: 8,
  })
  .chain((steps) => {
    let [n, value] = [10, 0];
    const knots = steps.map(({ factor, up }) => ({ n: (n *= factor), value: (value += up) }));
    const made = { n: knots.map((k) => k.n), value: knots.map((k) => k.value) };
    const target = fc.double({ min: made.value[0]!, max: made.value.at(-1)!, noNaN: true });
    return fc.record({ curve: fc.constant<Curve>(made), target });
  });

describe('logLinearInverse', () => {
  it('inverts by hand', () => {
    expect(logLinearInverse(curve, 50)).toMatchObject({ status: 'exact' });
    expect(logLinearInverse(curve, 50).low).toBeCloseTo(Math.sqrt(250 * 1000), 9);
    expect(logLinearInverse(curve, 30).low).toBe(100);
    expect(logLinearInverse(curve, 75).low).toBe(4000);
  });

  it('is censored above and below the ladder', () => {
    const above = { low: 4000, high: 4000, status: 'censored-high' };
    expect(logLinearInverse(curve, 75.1)).toEqual(above);
    const below = { low: 100, high: 100, status: 'censored-low' };
    expect(logLinearInverse(curve, 29.9)).toEqual(below);
  });

  it('gives all of a flat segment', () => {
    const flat: Curve = { n: [10, 20, 40, 80], value: [1, 2, 2, 3] };
    expect(logLinearInverse(flat, 2)).toEqual({ low: 20, high: 40, status: 'exact' });
    const plateau: Curve = { n: [10, 20, 40], value: [1, 2, 2] };
    expect(logLinearInverse(plateau, 2)).toEqual({
      low: 20,
      high: 40,
      status: 'exact',
    });
    expect(logLinearInverse(plateau, 2.01)).toMatchObject({ low: 40, status: 'censored-high' });
  });

  it('one budget: exact at its value, censored elsewhere', () => {
    const curve: Curve = { n: [50], value: [0.4] };
    const statuses = [0.3, 0.4, 0.5].map((target) => logLinearInverse(curve, target).status);
    expect(statuses).toEqual(['censored-low', 'exact', 'censored-high']);
  });
});

describe.each([
  ['logLinearInverse', logLinearInverse],
  ['cubicInverse', cubicInverse],
])('%s', (_, invert) => {
  it('rises with the target and stays in the segment that holds it', () => {
    fc.assert(
      fc.property(rising, fc.double({ min: 0, max: 1, noNaN: true }), (sample, share) => {
        const { curve: made, target } = sample;
        const lower = made.value[0]! + share * (target - made.value[0]!);
        const found = invert(made, target);
        expect(invert(made, lower).low).toBeLessThanOrEqual(found.high * (1 + 1e-9));
        const right = made.n.find((_knot, i) => made.value[i]! >= target)!;
        const left = made.n.findLast((_knot, i) => made.value[i]! <= target)!;
        expect(found.low).toBeGreaterThanOrEqual(Math.min(left, right) * (1 - 1e-9));
        expect(found.high).toBeLessThanOrEqual(Math.max(left, right) * (1 + 1e-9));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

it('logLinearInverse undoes valueAt', () => {
  fc.assert(
    fc.property(rising, ({ curve: made, target }) => {
      const { low, high } = logLinearInverse(made, target);
      expect(valueAt(made, low)!).toBeCloseTo(target, 9);
      expect(valueAt(made, high)!).toBeCloseTo(target, 9);
    }),
    { seed: 4, numRuns: 500 },
  );
});

it('cubicInverse is exact on a line and much closer than the line on a smooth curve', () => {
  const line: Curve = { n: [10, 20, 80, 160], value: [1, 2, 4, 5] };
  expect(cubicInverse(line, 2.5).low).toBeCloseTo(10 * 2 ** 1.5, 4);
  const smooth = (n: number) => 1 / (1 + 300 / n);
  const n = [25, 50, 100, 200, 400, 800, 1600];
  const sampled: Curve = { n, value: n.map(smooth) };
  const error = (invert: typeof cubicInverse) =>
    Math.max(
      ...[35, 70, 140, 290, 560].map((x) => Math.abs(invert(sampled, smooth(x)).low / x - 1)),
    );
  expect(error(cubicInverse)).toBeLessThan(error(logLinearInverse) / 3);
});

describe('valueAt', () => {
  it('is null outside the ladder', () => {
    expect(valueAt(curve, 99)).toBeNull();
    expect(valueAt(curve, 4001)).toBeNull();
    expect(valueAt(curve, 500)).toBeCloseTo(50, 9);
  });
});

describe('firstCrossing', () => {
  it('interpolates in n itself', () => {
    expect(firstCrossing(curve, 50)).toEqual({ low: 625, high: 625, status: 'exact' });
  });

  it('takes the first crossing of a curve with a dip', () => {
    const dipped: Curve = { n: [10, 20, 40, 80], value: [30, 60, 40, 75] };
    expect(firstCrossing(dipped, 50).low).toBeCloseTo(10 + (20 / 30) * 10, 9);
  });

  it('knows the largest value by its own budget, also when it is not the last', () => {
    const peaked: Curve = { n: [10, 20, 40], value: [30, 60, 50] };
    expect(firstCrossing(peaked, 61)).toEqual({ low: 20, high: 40, status: 'censored-high' });
    expect(firstCrossing(peaked, 60)).toEqual({ low: 20, high: 20, status: 'exact' });
  });
});
