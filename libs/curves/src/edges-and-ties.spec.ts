import { stream } from '@nhat/random';
import { logLinearInverse, nearest, showsLess, showsMore } from './inverse';
import type { Inverse } from './inverse';
import { isotonicReading, paperReading } from './readings';
import { utilities } from './utility';
import { ladder, settings, ways } from './testing/studies';
import { verdict } from './verdict';

const paper = { ...settings, reading: paperReading };
const isotonic = { ...settings, reading: isotonicReading };

describe.each(ways)('%s', (_, compare) => {
  const scratch = { 100: [0.3, 0.31], 200: [0.4, 0.41], 400: [0.5, 0.51] };

  it('a finetuned mean above the whole curve saves labels at the largest budget', () => {
    const [point] = compare(scratch, { 400: [0.8, 0.81] });
    expect(point).toMatchObject({
      ...{ nHat: 400, utility: 0, status: 'censored-high', ceiling: 0 },
      ...{ low: 0, high: 0, lowOpen: false, highOpen: true, positive: 1, negative: 0 },
    });
    expect(verdict(point!)).toBe('saves');
  });

  it('one below the whole curve costs labels at the smallest budget', () => {
    const [point] = compare(scratch, { 100: [0.1, 0.11] });
    expect(point).toMatchObject({
      ...{ nHat: 100, utility: 0, status: 'censored-low', floor: 0 },
      ...{ low: 0, high: 0, lowOpen: true, highOpen: false, positive: 0, negative: 1 },
    });
    expect(verdict(point!)).toBe('costs');
  });

  it('beyond the ladder it proves nothing', () => {
    const points = compare(scratch, { 50: [0.1, 0.11], 800: [0.8, 0.81] });
    expect(points).toMatchObject([
      { positive: 0, negative: 0, lowOpen: true, high: 1, floor: 1 },
      { positive: 0, negative: 0, highOpen: true, low: -0.5, ceiling: -0.5 },
    ]);
    expect(points.map(verdict)).toEqual(['unclear', 'unclear']);
  });

  it('is U = 0 where scratch is as good at n and from another budget on', () => {
    const saturated = { 100: [0.9, 0.9], 200: [1, 1], 400: [1, 1], 800: [1, 1] };
    const points = compare(saturated, { 200: [1, 1], 400: [1, 1], 800: [1, 1] });
    expect(points).toMatchObject([
      { nHat: 200, utility: 0, status: 'exact', pooled: false, positive: 0, negative: 0 },
      { nHat: 400, utility: 0, status: 'exact', low: -0.5, high: 1 },
      { nHat: 800, utility: 0, status: 'exact', low: -0.75, high: 0 },
    ]);
    expect(points.map(verdict)).toEqual(['unclear', 'unclear', 'unclear']);
  });

  it('takes the end of a flat stretch that is nearest to n', () => {
    const level = { 100: [0.2, 0.2], 200: [0.5, 0.5], 400: [0.5, 0.5], 800: [0.9, 0.9] };
    const points = compare(level, { 100: [0.5, 0.5], 300: [0.5, 0.5], 800: [0.5, 0.5] });
    expect(points.map(({ nHat }) => nHat)).toEqual([200, 300, 400]);
    expect(points).toMatchObject([{ positive: 1 }, { positive: 0, negative: 0 }, { negative: 1 }]);
  });

  it('is flat where scratch does not rise, and then has no verdict', () => {
    const [level] = compare({ 100: [0.1, 0.1], 400: [0.1, 0.1] }, { 100: [0.1, 0.1] });
    expect(level).toMatchObject({ flat: true, utility: 0 });
    expect(verdict(level!)).toBe('flat');
    const falling = { 100: [0.3, 0.32], 200: [0.29, 0.3], 400: [0.2, 0.21] };
    expect(verdict(compare(falling, { 100: [0.5, 0.51] })[0]!)).toBe('flat');
    const noisy = { 100: [0.1, 0.2], 200: [0.12, 0.22], 400: [0.14, 0.24] };
    expect(verdict(compare(noisy, { 100: [0.9, 0.95] })[0]!)).toBe('flat');
    expect(compare(scratch, { 100: [0.9, 0.91] })[0]!.flat).toBe(false);
    expect(compare({ 100: [0.2], 200: [0.1] }, { 100: [0.3] })[0]!.flat).toBe(true);
  });
});

it('marks n̂ that was read beside means which the monotone fit replaced', () => {
  const dip = ladder({ 10: [30, 30], 20: [60, 60], 40: [40, 40], 80: [75, 75] });
  const asked = ladder({ 10: [35, 35], 40: [50, 50], 60: [60, 60], 80: [80, 80] });
  const points = utilities(dip, asked, isotonic);
  expect(points.map(({ pooled }) => pooled)).toEqual([true, true, true, false]);
  expect(points[1]).toMatchObject({ nHat: 40, utility: 0 });
  expect(utilities(dip, asked, paper).some(({ pooled }) => pooled)).toBe(false);
  const atTop = ladder({ 100: [30, 30], 250: [60, 60], 500: [55, 55], 1000: [50, 50] });
  expect(utilities(atTop, ladder({ 100: [57, 57] }), isotonic)).toMatchObject([
    { status: 'censored-high', pooled: true },
  ]);
});

describe('a peak before the last budget, by the rule of the paper', () => {
  const peaked = ladder({ 100: [30, 30.1], 250: [60, 60.1], 1000: [50, 50.1] });

  it('is the bound of a finetuned mean above it', () => {
    expect(utilities(peaked, ladder({ 100: [70, 70.1] }), paper)).toMatchObject([
      {
        ...{ nHat: 250, utility: 1.5, ceiling: 1.5, low: 1.5, high: 1.5, highOpen: true },
        ...{ status: 'censored-high', positive: 1 },
      },
    ]);
  });

  it('leaves a gain at every budget up to the largest one', () => {
    const points = utilities(peaked, ladder({ 500: [70, 70.1], 1000: [70, 70.1] }), paper);
    expect(points).toMatchObject([
      { nHat: 500, utility: 0, ceiling: 0, low: 0, positive: 1 },
      { nHat: 1000, utility: 0, ceiling: 0, low: 0, positive: 1 },
    ]);
    expect(points.map(verdict)).toEqual(['saves', 'saves']);
  });
});

it('the sign of an inverse is told by n against its stretch', () => {
  const curve = { n: [10, 20, 40, 80], value: [1, 2, 2, 3] };
  const signs = (inverse: Inverse) =>
    [5, 10, 20, 30, 40, 80, 160].map(
      (n) => Number(showsMore(inverse, n)) - Number(showsLess(inverse, n)),
    );
  expect(signs(logLinearInverse(curve, 2))).toEqual([1, 1, 0, 0, 0, -1, -1]);
  expect(signs(logLinearInverse(curve, 4))).toEqual([1, 1, 1, 1, 1, 1, 0]);
  expect(signs(logLinearInverse(curve, 0))).toEqual([0, -1, -1, -1, -1, -1, -1]);
  expect([5, 30, 80].map((n) => nearest(logLinearInverse(curve, 2), n))).toEqual([20, 30, 40]);
});

it('refuses fewer than five draws in a tail', () => {
  const asked = (coverage: number, draws: number) => () =>
    utilities(ladder({ 100: [1, 2] }), ladder({ 100: [1, 2] }), {
      ...{ reading: isotonicReading, coverage, draws, stream: stream(0) },
    });
  expect(asked(0.999, 100)).toThrow(RangeError);
  expect(asked(0.999, 9_999)).toThrow('expected at least 10000');
  expect(asked(0.95, 199)).toThrow('expected at least 200');
  expect(asked(0.95, 200)).not.toThrow();
});
