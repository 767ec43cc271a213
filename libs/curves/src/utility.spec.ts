import { stream } from '@nhat/random';
import type { Ladder } from './ladder';
import { paperCeiling } from './paper-ceiling';
import { isotonicReading, paperReading } from './readings';
import { utilities } from './utility';
import type { PaperPoint } from './utility';

const options = { coverage: 0.95, draws: 2000, stream: stream(0) };
const isotonicMode = { ...options, reading: isotonicReading };
const paperMode = { ...options, reading: paperReading };
const ladder = (cells: Record<number, number | number[]>): Ladder =>
  Object.entries(cells).map(([n, values]) => ({ n: Number(n), values: [values].flat() }));
const only = (points: PaperPoint[]) => {
  expect(points).toHaveLength(1);
  return points[0]!;
};

// Test vectors worked from the rules of the paper's released code.
const scratch = ladder({ 100: 30, 250: 40, 1000: 60, 4000: 75 });

describe('paper mode', () => {
  it('interpolates linearly in n', () => {
    expect(only(utilities(scratch, ladder({ 250: 50 }), paperMode))).toMatchObject({
      nHat: 625,
      utility: 1.5,
      status: 'exact',
    });
  });

  it('is bounded by the smallest budget below the ladder', () => {
    expect(only(utilities(scratch, ladder({ 100: 25 }), paperMode))).toMatchObject({
      nHat: 100,
      utility: 0,
      floor: 0,
      status: 'censored-low',
    });
  });

  it('ends its curve where the finetuned one reaches the scratch maximum, with the −1', () => {
    const finetuned = ladder({ 100: 25, 250: 50, 1000: 80 });
    const end = paperCeiling(scratch, finetuned)!;
    expect(end.n).toBeCloseTo(875, 9);
    expect(end.utility).toBeCloseTo(4000 / 875 - 1, 9);
    expect(utilities(scratch, finetuned, paperMode)[2]).toMatchObject({
      utility: 3,
      status: 'censored-high',
    });
    expect(paperCeiling(scratch, ladder({ 100: 150 }))!.n).toBeCloseTo(50, 9);
    expect(paperCeiling(scratch, ladder({ 100: 75 }))).toBeNull();
  });

  it('averages the inversions of the runs, except that a run above the ladder counts by the mean', () => {
    const curved = only(utilities(scratch, ladder({ 250: [35, 65] }), paperMode));
    expect(curved.nHat).toBeCloseTo((175 + 2000) / 2, 9);
    const oneAbove = only(utilities(scratch, ladder({ 250: [40, 80] }), paperMode));
    expect(oneAbove.nHat).toBeCloseTo(1000, 9);
  });

  it('does not smooth a dip', () => {
    const dipped = ladder({ 10: 30, 20: 60, 40: 40, 80: 75 });
    expect(only(utilities(dipped, ladder({ 10: 50 }), paperMode)).nHat).toBeCloseTo(16.667, 3);
    expect(only(utilities(dipped, ladder({ 10: 50 }), isotonicMode)).nHat).toBe(20);
  });
});

describe('isotonic mode', () => {
  it('interpolates in log n', () => {
    const point = only(utilities(scratch, ladder({ 250: 50 }), isotonicMode));
    expect(point.nHat).toBeCloseTo(500, 9);
    expect(point.utility).toBeCloseTo(1, 9);
    expect(point).toMatchObject({ scratch: 40, finetuned: 50, gap: 10, status: 'exact' });
  });

  it('is a bound beyond the ladder, both ways', () => {
    const points = utilities(scratch, ladder({ 1000: 80, 2000: 25 }), isotonicMode);
    expect(points).toMatchObject([
      { nHat: 4000, utility: 3, status: 'censored-high', ceiling: 3, floor: -0.9 },
      { nHat: 100, utility: -0.95, status: 'censored-low', ceiling: 1, floor: -0.95 },
    ]);
  });

  it('needs no budget at n: scratch is read from the curve, or unknown outside', () => {
    const points = utilities(scratch, ladder({ 50: 35, 500: 55 }), isotonicMode);
    expect(points[0]).toMatchObject({ scratch: null, gap: null, status: 'exact' });
    expect(points[1]!.scratch).toBeCloseTo(50, 9);
  });

  it('has no interval from one seed, and says how many there were', () => {
    expect(only(utilities(scratch, ladder({ 250: 50 }), isotonicMode))).toMatchObject({
      low: null,
      high: null,
      positive: null,
      gapLow: null,
      seeds: 1,
    });
  });

  it('has an interval for a one-seed cell when other cells tell the variance', () => {
    const repeated = ladder({ 100: [29, 31], 250: [39, 41], 1000: [59, 61], 4000: [74, 76] });
    const point = only(utilities(repeated, ladder({ 250: 50 }), isotonicMode));
    expect(point.seeds).toBe(1);
    expect(point.low).toBeLessThan(1);
    expect(point.low).toBeGreaterThan(0);
    expect(point.high).toBeGreaterThan(1);
    expect(point.positive).toBeGreaterThan(0.95);
  });

  it('counts the runs it rests on: the finetuned cell and the budgets around n̂', () => {
    const uneven = ladder({ 100: [29, 30, 31], 250: [39, 41], 1000: [58, 60, 62], 4000: 75 });
    const asked = ladder({ 100: [35, 35, 35], 200: [60, 60, 60], 250: [70, 71], 300: [30, 30] });
    const seeds = utilities(uneven, asked, isotonicMode).map((point) => point.seeds);
    expect(seeds).toEqual([2, 3, 1, 2]);
  });

  it('takes one budget in each arm', () => {
    const one = utilities(ladder({ 100: [30, 30] }), ladder({ 100: [50, 50] }), isotonicMode);
    expect(only(one)).toMatchObject({
      ...{ utility: 0, low: 0, high: 0, lowOpen: false, highOpen: true },
      ...{ positive: 1, negative: 0, flat: false, status: 'censored-high' },
    });
  });

  it('opens the interval where draws leave the ladder', () => {
    const noisy = ladder({ 100: [28, 32], 250: [38, 42], 1000: [58, 62], 4000: [73, 77] });
    const [low, high] = utilities(noisy, ladder({ 100: [29, 33], 1000: [72, 76] }), isotonicMode);
    expect(low).toMatchObject({ low: 0, lowOpen: true, highOpen: false, status: 'exact' });
    expect(high).toMatchObject({ high: 3, lowOpen: false, highOpen: true, status: 'exact' });
    expect(high!.low).toBeGreaterThan(0);
  });

  it('shrinks to a point without noise: only the shape between budgets is left', () => {
    const still = ladder({ 100: [30, 30], 250: [40, 40], 1000: [60, 60], 4000: [75, 75] });
    const atRung = only(utilities(still, ladder({ 250: [60, 60] }), isotonicMode));
    expect(atRung).toMatchObject({ low: 3, utility: 3, high: 3, gapLow: 20, gapHigh: 20 });
    const between = only(utilities(still, ladder({ 250: [50, 50] }), isotonicMode));
    expect(between.low).toBeCloseTo(1, 9);
    expect(between.high! - between.low!).toBeLessThan(0.1);
  });

  it('gives the same interval on every call, for every budget its own draws', () => {
    const repeated = ladder({ 100: [29, 31], 250: [38, 41], 1000: [59, 61] });
    const asked = ladder({ 100: [34, 36], 250: [50, 51] });
    const first = utilities(repeated, asked, isotonicMode);
    expect(utilities(repeated, asked, isotonicMode)).toEqual(first);
    const other = utilities(repeated, asked, { ...isotonicMode, stream: stream(1) });
    expect(other[0]!.low).not.toBe(first[0]!.low);
    expect(other[0]!.low).toBeCloseTo(first[0]!.low!, 1);
  });

  it.each([
    [[], 'scratch: no budget has a run'],
    [ladder({ 100: [] }), 'scratch: no run at n = 100'],
    [ladder({ 100: NaN }), 'scratch: a run at n = 100 has no finite value (got NaN)'],
    [[...scratch, ...scratch], 'scratch: budgets must ascend (got 100 after 4000)'],
  ])('refuses a broken ladder (%#)', (broken, message) => {
    expect(() => utilities(broken, ladder({ 100: 1 }), isotonicMode)).toThrow(message);
  });
});

// Accuracies and utilities of earlier miniature runs, computed then by another program.
describe.each([
  {
    name: 'TCVL',
    scratch: { 100: 19.6, 200: 25.7, 400: 32.1, 800: 44.2, 1600: 58.1, 3200: 69.5 },
    finetuned: { 100: 28.1, 200: 34.9, 400: 44.1, 800: 53.3, 1600: 63.2 },
    log: [1.58, 1.35, 1.0, 0.57, 0.36],
    linear: [1.74, 1.46, 1.0, 0.65, 0.45],
  },
  {
    name: 'TC--',
    scratch: { 50: 49.1, 100: 67.3, 200: 84.2, 400: 91.5 },
    finetuned: { 50: 66.8, 100: 79.4, 200: 88.6 },
    log: [0.96, 0.65, 0.52],
    linear: [0.97, 0.72, 0.6],
  },
])('$name', (known) => {
  it.each([
    ['isotonic', isotonicMode, known.log],
    ['paper', paperMode, known.linear],
  ])('%s mode', (_, mode, expected) => {
    const points = utilities(ladder(known.scratch), ladder(known.finetuned), mode);
    points.forEach(({ utility }, i) => expect(Math.abs(utility - expected[i]!)).toBeLessThan(0.02));
  });
});
