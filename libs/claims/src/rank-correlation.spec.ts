import { stream } from '@nhat/random';
import { correlationOf, kendall, lastingVariance, measuredCell } from './rank-correlation';

it("Kendall's τ by hand: 5 pairs agree and 1 does not", () => {
  expect(kendall([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(4 / 6, 12);
  expect(kendall([1, 2], [2, 2])).toBe(0);
});

describe('τ over ten datasets', () => {
  const settings = { stream: stream('τ'), draws: 4000 };
  /** Two methods far apart by finetuning, in the same order by a linear head but in so many datasets. */
  const cells = (reversed: number, noise: number) =>
    Array.from({ length: 10 }, (_, at) => {
      const around = (value: number) => [value - noise, value + noise];
      const lead = at < reversed ? -0.1 : 0.1;
      const methods = [
        { method: 'one', linear: around(0.5 + lead), finetuned: around(0.8) },
        { method: 'other', linear: around(0.5), finetuned: around(0.7) },
      ];
      return measuredCell({ dataset: `d${at}`, n: 100, methods })!;
    });

  it('keeps the variance over datasets however many seeds there are', () => {
    // One τ of −1 among nine of 1: 4 · 0.1 · 0.9, of a mean over ten.
    expect(lastingVariance(cells(1, 0.001), settings)).toBeCloseTo(0.036, 2);
    expect(lastingVariance(cells(0, 0.1), settings)).toBe(0);
  });

  it('is the mean over datasets, with an interval that noisy runs make wider', () => {
    const [clear, noisy] = [0.001, 0.05].map((noise) => correlationOf(cells(1, noise), settings));
    expect([clear!.effect, noisy!.effect]).toEqual([0.8, 0.8]);
    expect(noisy!.low).toBeLessThan(clear!.low);
  });
});
