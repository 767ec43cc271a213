import { intervalOf, meanDifference, meanOf, pAbove, pBelow } from './mean-difference';
import { costOf, fewest, moreTrainings, runsOf, slowest } from './more-trainings';

describe('differences of means', () => {
  it('have the hand-worked error and degrees of freedom', () => {
    const one = { cell: { n: 100, values: [3, 5] }, variance: { v0: 2, v1: 0, df: 4 } };
    const other = { cell: { n: 100, values: [1, 1] }, variance: { v0: 0, v1: 600, df: 10 } };
    // 2/2 + 6/2 = 4; 16 / (1/4 + 9/10) = 13.9.
    expect(meanDifference(one, other)).toEqual({
      ...{ estimate: 3, error: expect.closeTo(2, 12), df: 13 },
    });
  });

  it('with one estimate of the variance have its degrees of freedom, not twice as many', () => {
    const cell = (values: number[]) => ({
      cell: { n: 100, values },
      variance: { v0: 2, v1: 0, df: 4 },
    });
    expect(meanDifference(cell([3, 5]), cell([1, 1])).df).toBe(8);
    expect(meanDifference(cell([3, 5]), cell([1, 1]), true).df).toBe(4);
  });

  it('of pairs: the mean of 1, 2, 6 is 3 with an error of √(14/2/3)', () => {
    const { estimate, error, df } = meanOf([1, 2, 6]);
    expect([estimate, df]).toEqual([3, 2]);
    expect(error).toBeCloseTo(Math.sqrt(14 / 6), 12);
  });

  it('have the p-values of tables: t of 2.132 with 4 degrees of freedom is 5 %', () => {
    const difference = { estimate: 2.132, error: 1, df: 4 };
    expect(pAbove(difference, 0)).toBeCloseTo(0.05, 4);
    expect(pBelow(difference, 0)).toBeCloseTo(0.95, 4);
    expect(pBelow({ ...difference, estimate: -1.132 }, 1)).toBeCloseTo(0.05, 4);
    const { low, high } = intervalOf(difference, 0.9);
    expect([low, high]).toEqual([0, 4.264].map((value) => expect.closeTo(value, 3)));
  });

  it('without any spread a difference is certain', () => {
    expect(pAbove({ estimate: 1, error: 0, df: 3 }, 0)).toBe(0);
    expect(pAbove({ estimate: 0, error: 0, df: 3 }, 0)).toBe(1);
    for (let t = 5; t < 60; t++) {
      for (let df = 2; df < 90; df++) {
        expect(pAbove({ estimate: t, error: 1, df }, 0)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

describe('more trainings', () => {
  const arm = [10, 20, 40].map((n) => runsOf(n, [0.1, 0.2, 0.3, 0.4])).flat();
  const test = { distance: 1, error: 1, tested: [arm] };
  const countOf = (tests: Parameters<typeof moreTrainings>[0]) =>
    moreTrainings(tests)?.trainings ?? null;

  it('are seeds in proportion to (2.49 · error / distance)²', () => {
    // 4 · 2.487² = 24.7: 25 seeds, 21 more in three cells.
    expect(countOf([test])).toBe(63);
  });

  it('are the fewest that decide it in either direction', () => {
    expect(countOf([test, { ...test, error: 0.5 }])).toBe((7 - 4) * 3);
  });

  it('are one seed at least, and unknown where the estimate points the other way or is too small', () => {
    expect(countOf([{ ...test, error: 0.1 }])).toBe(3);
    expect(countOf([{ ...test, distance: 0 }])).toBeNull();
    expect(countOf([{ ...test, distance: 0.01 }])).toBeNull();
  });

  it('count the arm with the fewest seeds, and a run at every budget', () => {
    const small = runsOf(10, [0.1, 0.2]);
    expect(costOf([arm, small])).toEqual({ seeds: 2, cells: 4 });
    expect(moreTrainings([{ ...test, tested: [arm, small] }])).toEqual({
      ...{ trainings: (13 - 2) * 4, tested: [arm, small] },
    });
  });

  it('are those of the cheapest way, and of the slowest of parts that are all needed', () => {
    const [short, long] = [6, 9].map((trainings) => ({ trainings, tested: [arm] }));
    expect(fewest([long!, null, short!])).toBe(short);
    expect(fewest([null])).toBeNull();
    expect(slowest([short!, long!])).toBe(long);
    expect(slowest([short!, null])).toBeNull();
  });
});
