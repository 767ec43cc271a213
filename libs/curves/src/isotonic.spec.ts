import fc from 'fast-check';
import { isotonic } from './isotonic';

/** The min–max formula: f[i] = max over s ≤ i of min over t ≥ i of the weighted mean of values[s…t]. */
function byDefinition(values: number[], weights: number[]): number[] {
  const average = (from: number, to: number) => {
    let [sum, weight] = [0, 0];
    for (let i = from; i <= to; i++) {
      sum += weights[i]! * values[i]!;
      weight += weights[i]!;
    }
    return sum / weight;
  };
  return values.map((_, i) => {
    let largest = -Infinity;
    for (let from = 0; from <= i; from++) {
      let smallest = Infinity;
      for (let to = i; to < values.length; to++) smallest = Math.min(smallest, average(from, to));
      largest = Math.max(largest, smallest);
    }
    return largest;
  });
}

const samples = fc
  .array(
    fc.record({
      value: fc.integer({ min: -20, max: 20 }),
      weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) => ({ values: list.map((s) => s.value), weights: list.map((s) => s.weight) }));

const cost = (fit: number[], { values, weights }: { values: number[]; weights: number[] }) =>
  fit.reduce((sum, level, i) => sum + weights[i]! * (values[i]! - level) ** 2, 0);

describe('isotonic', () => {
  it('is the min–max formula', () => {
    fc.assert(
      fc.property(samples, ({ values, weights }) => {
        const expected = byDefinition(values, weights);
        isotonic(values, weights).forEach((level, i) => expect(level).toBeCloseTo(expected[i]!, 9));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('no other non-decreasing sequence fits better', () => {
    const steps = fc.array(fc.double({ min: 0, max: 15, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(samples, fc.double({ min: -30, max: 20, noNaN: true }), steps, (s, start, up) => {
        let level = start;
        const other = s.values.map((_, i) => (level += up[i]!));
        expect(cost(isotonic(s.values, s.weights), s)).toBeLessThanOrEqual(cost(other, s) + 1e-9);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('keeps a rising sequence, pools a falling one, by hand', () => {
    expect(isotonic([1, 2, 4], [1, 9, 1])).toEqual([1, 2, 4]);
    expect(isotonic([3, 1], [1, 3])).toEqual([1.5, 1.5]);
    expect(isotonic([1, 4, 2, 3, 9], [1, 1, 1, 1, 1])).toEqual([1, 3, 3, 3, 9]);
    expect(isotonic([0.1, 0.1, 0.1], [0.3, 0.7, 0.1])).toEqual([0.1, 0.1, 0.1]);
  });
});
