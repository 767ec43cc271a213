import { stream } from '@nhat/random';
import { isotonic } from './isotonic';
import { fitPowerLaw, powerLawAt } from './power-law';

const n = [50, 100, 200, 400, 800, 1600, 3200];
const ones = n.map(() => 1);
const fit = (values: number[], best = 1) =>
  fitPowerLaw(n, values, ones, { n, value: isotonic(values, ones) }, best);

describe('fitPowerLaw', () => {
  it('recovers an exact law', () => {
    const law = { a: 0.9, b: 2, c: 0.35 };
    const found = fit(n.map((count) => powerLawAt(law, count)))!;
    expect(found.c).toBeCloseTo(0.35, 1);
    expect(found.residual).toBeLessThan(1e-3);
    expect(found.doublings).toBeLessThan(0.1);
    for (const count of [50, 300, 12_800]) {
      expect(powerLawAt(found, count)).toBeCloseTo(powerLawAt(law, count), 2);
    }
  });

  it('fits at least as well as 20,000 random laws', () => {
    const random = stream('laws');
    const values = [0.2, 0.31, 0.38, 0.5, 0.52, 0.61, 0.6];
    const squares = (a: number, b: number, c: number) =>
      n.reduce((sum, count, i) => sum + (values[i]! - powerLawAt({ a, b, c }, count)) ** 2, 0);
    const found = fit(values)!;
    const own = squares(found.a, found.b, found.c);
    for (let i = 0; i < 20_000; i++) {
      const c = Math.exp(random.uniform(Math.log(0.01), Math.log(3)));
      const other = squares(random.uniform(0.5, 1), random.uniform(0, 8), c);
      expect(other).toBeGreaterThan(own * 0.999);
    }
  });

  it('never promises more than the best value', () => {
    const rising = n.map((count) => 0.1 * Math.log(count));
    expect(fit(rising, 1)!.a).toBeLessThanOrEqual(1);
    expect(
      fit(
        rising.map((value) => value - 1),
        0,
      )!.a,
    ).toBeLessThanOrEqual(0);
  });

  it('notices a curve that is no power law', () => {
    const sigmoid = n.map((count) => 0.1 + 0.8 / (1 + (600 / count) ** 2));
    const { doublings } = fit(sigmoid)!;
    expect(doublings === null || doublings > 0.3).toBe(true);
  });

  it('is null below four budgets', () => {
    const three = [1, 2, 3];
    expect(fitPowerLaw(three, three, three, { n: three, value: three }, 5)).toBeNull();
  });
});
