import { tailOf } from './interval';
import { mean } from './ladder';
import { pooledVariance } from './pooled-variance';
import { paperReading } from './readings';
import { ladder, settings, ways } from './testing/studies';
import { utilities } from './utility';

describe('mean', () => {
  it.each([0.8, 0.1, 2 / 3, 80, 66.7, 1 - 0.8, 1e-7 / 3, 123456.7])(
    'of equal values %p is the same however many they are, and of the negative its negative',
    (value) => {
      const means = [1, 2, 3, 5, 7, 10].map((count) => mean(new Array<number>(count).fill(value)));
      expect(new Set(means).size).toBe(1);
      expect(means[0]! / value).toBeCloseTo(1, 11);
      expect(mean([-value, -value, -value])).toBe(-means[0]!);
    },
  );

  it('does not depend on the order, and is 0 when values cancel', () => {
    expect(mean([0.1, 0.2, 0.3])).toBe(mean([0.3, 0.2, 0.1]));
    expect(mean([-0.3, 0.1, 0.2])).toBe(0);
  });
});

describe.each(ways)('%s', (_, compare) => {
  it('reads the same mean of two and of three seeds at the same budget', () => {
    const [point] = compare({ 100: [0.6, 0.6], 200: [0.8, 0.8] }, { 100: [0.8, 0.8, 0.8] });
    expect(point).toMatchObject({ status: 'exact', nHat: 200, low: 1, high: 1, highOpen: false });
  });

  it('has no spread where three seeds agree', () => {
    const seeds = (value: number) => [value, value, value];
    const scratch = { 100: seeds(0.6), 200: seeds(0.8), 400: seeds(0.8) };
    const [point] = compare(scratch, { 100: seeds(0.8) });
    expect(point).toMatchObject({ status: 'exact', utility: 1, low: 1, high: 3, highOpen: false });
  });
});

it('a single run is compared with means as other means are', () => {
  const third = (0.1 + 0.2 + 0.7) / 3;
  const scratch = ladder({ 100: [0.1, 0.1], 200: [third, third, third] });
  const found = utilities(scratch, ladder({ 100: [0.1 + third - 0.1] }), {
    ...settings,
    reading: paperReading,
  });
  expect(found).toMatchObject([{ status: 'exact', nHat: 200 }]);
});

it('the variance of equal runs is 0, also where they cannot be written exactly', () => {
  const third = 1 / 3;
  expect(pooledVariance([ladder({ 10: [third, third, third], 20: [0.7, 0.7, 0.7] })])).toEqual({
    ...{ v0: 0, v1: 0, df: 3 },
  });
});

it.each([
  [0.95, 2000, 50],
  [0.95, 1000, 25],
  [0.95, 400, 10],
  [0.9, 1000, 50],
  [0.999, 10_000, 5],
  [0.95, 401, 11],
])('coverage %p of %p draws leaves %p in a tail', (coverage, draws, expected) => {
  expect(tailOf(coverage, draws)).toBe(expected);
});
