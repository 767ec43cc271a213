import { stream } from '@nhat/random';
import { embeddingFacts, leastRank } from './embedding';

const draws = stream('embedding');

/** 200 rows of 16 numbers in `directions` random directions, around `centre`. */
function rows(directions: number, centre = 0): Float32Array[] {
  const axes = Array.from({ length: directions }, () =>
    Array.from({ length: 16 }, () => draws.normal()),
  );
  return Array.from({ length: 200 }, () => {
    const weights = axes.map(() => draws.normal());
    return Float32Array.from({ length: 16 }, (_, k) =>
      axes.reduce((sum, axis, i) => sum + weights[i]! * axis[k]!, centre),
    );
  });
}

describe('embeddingFacts', () => {
  it('are those of an even spread where the rows are drawn evenly', () => {
    const even = Array.from({ length: 400 }, () =>
      Float32Array.from({ length: 16 }, () => draws.normal()),
    );
    const { spread, effectiveRank, dimensions, collapsed } = embeddingFacts(even);
    expect(spread).toBeCloseTo(1, 1);
    expect(effectiveRank).toBeGreaterThan(14);
    expect(effectiveRank).toBeLessThanOrEqual(16);
    expect([dimensions, collapsed]).toEqual([16, false]);
  });

  it('count the directions in which the rows differ', () => {
    expect(embeddingFacts(rows(4)).effectiveRank).toBeGreaterThan(2.4);
    expect(embeddingFacts(rows(4)).effectiveRank).toBeLessThan(4.01);
    const one = embeddingFacts(rows(1));
    expect(one.effectiveRank).toBeCloseTo(1, 3);
    expect(one.collapsed).toBe(true);
  });

  it('ask for fewer directions of methods that do not compare views', () => {
    const signs = (i: number) => [2, i % 2 === 0 ? 1 : -1, i % 4 < 2 ? 0.5 : -0.5];
    const two = Array.from({ length: 200 }, (_, i) => Float32Array.from(signs(i)));
    const { effectiveRank } = embeddingFacts(two, leastRank(1));
    expect(effectiveRank).toBeGreaterThan(1.2);
    expect(effectiveRank).toBeLessThan(2);
    expect(embeddingFacts(two, leastRank(1)).collapsed).toBe(false);
    expect(embeddingFacts(two, leastRank(2)).collapsed).toBe(true);
    expect(embeddingFacts(rows(1), leastRank(1)).collapsed).toBe(true);
  });

  it('name a collapse to one vector, also to zero', () => {
    expect(embeddingFacts(rows(4, 1000))).toMatchObject({ collapsed: true });
    expect(embeddingFacts(rows(4, 1000)).spread).toBeLessThan(0.05);
    for (const value of [0, 3]) {
      const same = Array.from({ length: 10 }, () => new Float32Array(16).fill(value));
      expect(embeddingFacts(same)).toMatchObject({ spread: 0, effectiveRank: 0, collapsed: true });
    }
  });
});
