import type { UtilityPoint } from '@nhat/curves';
import { gridFixture, singleFixture } from './testing/fixture';
import { breakEven, isSaving, offeredBudgets, savingAt } from './worth';
import type { NoSaving, Saving } from './worth';

const [comparison] = singleFixture.panels[0]!.comparisons;
const [template] = comparison!.points;

const point = (n: number, utility: number, rest: Partial<UtilityPoint> = {}): UtilityPoint => ({
  ...template!,
  ...{ n, utility, kind: 'number', status: 'exact', verdict: 'saves', thisNetworkOnly: false },
  ...{ low: utility / 2, high: utility * 2, lowOpen: false, highOpen: false },
  ...rest,
});
const saving = (points: UtilityPoint[], n: number): Saving => {
  const reading = savingAt(points, n);
  if (!isSaving(reading)) throw new Error(reading.because);
  return reading;
};

describe('savingAt', () => {
  it('is U · n at a budget, with the ends of its interval', () => {
    expect(saving([point(50, 3), point(100, 1)], 100)).toEqual({
      ...{ n: 100, saved: 100, open: '', low: 50, high: 200, lowOpen: false, highOpen: false },
    });
  });

  it('lies between the budgets on a line of log(n̂/n) in log n', () => {
    const between = saving([point(50, 3), point(200, 0, { low: 0, high: 0 })], 100);
    // n̂/n is 4 at 50 and 1 at 200, so it is 2 at their geometric mean; the ends: 2.5 and 1, 7 and 1.
    expect(between.saved).toBeCloseTo(100, 9);
    expect(between.low).toBeCloseTo(100 * (Math.sqrt(2.5) - 1), 9);
    expect(between.high).toBeCloseTo(100 * (Math.sqrt(7) - 1), 9);
  });

  it('stays a bound where a budget beside it has one', () => {
    const censored = point(50, 7, { status: 'censored-high', highOpen: true });
    const between = saving([censored, point(100, 1)], 70);
    expect(between).toMatchObject({ open: '>', highOpen: true, lowOpen: false });
    expect(between.saved).toBeGreaterThan(70);
  });

  it.each<[string, Partial<UtilityPoint>, RegExp]>([
    ['wide', { kind: 'wide', utility: null, nHat: null }, /interval spans/],
    ['flat', { kind: 'flat', utility: null, nHat: null }, /does not clearly improve/],
    ['at chance', { kind: 'at chance', utility: null, nHat: null }, /chance/],
    ['not fitted', { kind: 'not fitted', utility: null, nHat: null }, /own training images/],
  ])('says why there is no number where U is %s, also between budgets', (_, rest, reason) => {
    const points = [point(50, 1, rest), point(100, 1)];
    expect((savingAt(points, 50) as NoSaving).because).toMatch(reason);
    expect((savingAt(points, 70) as NoSaving).because).toMatch(/^at 50 labels/);
    expect(isSaving(savingAt(points, 100))).toBe(true);
  });

  it('states nothing outside the budgets', () => {
    for (const n of [10, 1000])
      expect(savingAt([point(50, 1), point(100, 1)], n)).toMatchObject({
        because: expect.stringContaining('outside') as string,
      });
  });

  it('has no interval where one of the budgets has none', () => {
    const bare = point(50, 1, { low: null, high: null, verdict: null });
    expect(saving([bare, point(100, 1)], 70)).toMatchObject({ low: null, high: null });
  });
});

describe('breakEven', () => {
  const of = (saved: number, low: number | null, high: number | null) =>
    breakEven({ n: 100, saved, open: '', low, high, lowOpen: false, highOpen: false }, 2);

  it('is the hours for each label that is saved', () => {
    expect(of(100, 50, 200)).toEqual({ hours: 0.02, least: 0.01, most: 0.04 });
    expect(of(100, null, null)).toEqual({ hours: 0.02, least: null, most: null });
  });

  it('is no price where no label is saved', () => {
    expect(of(-5, -10, 100)).toEqual({ hours: Infinity, least: 0.02, most: Infinity });
  });
});

it('offers every budget and numbers between them, in order and once', () => {
  for (const report of [gridFixture, singleFixture]) {
    for (const { points } of report.panels.flatMap(({ comparisons }) => comparisons)) {
      const offered = offeredBudgets({ points });
      expect(offered).toEqual([...new Set(offered)].sort((a, b) => a - b));
      expect(offered).toEqual(expect.arrayContaining(points.map(({ n }) => n)));
      expect(offered.length).toBe(3 * points.length - 2);
    }
  }
});
