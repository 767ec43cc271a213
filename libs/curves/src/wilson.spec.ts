import { wilsonInterval } from './wilson';

describe('Wilson’s interval', () => {
  it.each([
    // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i right answers of %i', (right, count, low, high) => {
    const [from, to] = wilsonInterval(right / count, count, 0.95);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });

  it('is wider for more coverage, and narrower for more images', () => {
    const width = (count: number, coverage: number) => {
      const [low, high] = wilsonInterval(0.7, count, coverage);
      return high - low;
    };
    expect(width(50, 0.99)).toBeGreaterThan(width(50, 0.95));
    expect(width(500, 0.95)).toBeLessThan(width(50, 0.95) / 3);
  });
});
