import { stream } from '@nhat/random';
import { commonestShare, largestShareNear } from './constant-score';

/** The share of values within a factor `limit` of the best p: of all p that just reach one of the values. */
function searched(values: Float32Array, limit: number): number {
  const candidates = [...values].flatMap((g) => [g * limit * (1 - 2e-7), (g / limit) * (1 + 2e-7)]);
  const near = (p: number) => values.filter((g) => Math.max(p / g, g / p) < limit).length;
  return Math.max(...candidates.map(near)) / values.length;
}

describe('the best constant answer', () => {
  it.each([0, 1, 2, 3])('agrees for values with a search over all answers (draw %s)', (draw) => {
    const s = stream('values', draw);
    const levels = 4 + s.integer(200);
    const values = Float32Array.from({ length: 200 }, () => (1 + s.integer(levels)) / 25);
    expect(largestShareNear(values, 1.25)).toBeCloseTo(searched(values, 1.25), 12);
    expect(largestShareNear(values, 1.1)).toBeCloseTo(searched(values, 1.1), 12);
  });

  it('excludes values at exactly the limit, as the metric does', () => {
    expect(largestShareNear(Float32Array.of(16, 25), 1.25)).toBe(0.5);
    expect(largestShareNear(Float32Array.of(3.2, 5), 1.25)).toBe(0.5);
    expect(largestShareNear(Float32Array.of(16.1, 25), 1.25)).toBe(1);
    expect(largestShareNear(Float32Array.of(7, 7, 7), 1.25)).toBe(1);
  });

  it('is the most frequent class, for any number of classes', () => {
    const share = (...of: number[]) =>
      commonestShare({ kind: 'classes', of: Uint8Array.from(of), classes: 12 });
    expect(share(0, 3, 3, 11)).toBe(0.5);
    expect(share(5)).toBe(1);
    expect(() => commonestShare({ kind: 'values', of: Float32Array.of(1) })).toThrow('no classes');
  });
});
