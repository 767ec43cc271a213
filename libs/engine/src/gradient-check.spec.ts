import { spreadValues } from './gradient-check';

describe('spreadValues', () => {
  it('holds every value of an even grid once and none near 0', () => {
    const values = [...spreadValues([3, 5, 8], 2)].sort((a, b) => a - b);
    const gaps = values.slice(1).map((value, i) => value - values[i]!);
    expect(Math.min(...gaps)).toBeCloseTo(2 / 120, 5);
    expect(Math.max(...gaps)).toBeCloseTo(2 / 120, 5);
    expect(Math.min(...values.map(Math.abs))).toBeGreaterThan(0.008);
  });
});
