import fc from 'fast-check';
import { stream } from '@nhat/random';
import { labelOrder } from './label-order';

const balanced = Array.from({ length: 200 }, (_, i) => (i * 7) % 10);

const countsOf = (labels: readonly number[], order: ArrayLike<number>, n: number) => {
  const counts = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const label = labels[order[i]!]!;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
};

describe('labelOrder', () => {
  it('is an order of all images whose every prefix is balanced as far as its length allows', () => {
    const order = labelOrder(balanced, stream('order'));
    expect([...order].sort((a, b) => a - b)).toEqual(balanced.map((_, i) => i));
    for (let n = 1; n <= 200; n++) {
      const counts = countsOf(balanced, order, n);
      const each = Array.from({ length: 10 }, (_, label) => counts.get(label) ?? 0);
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
    }
  });

  it('skips no class that still has images, whatever the sizes of the classes', () => {
    const labelled = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(labelled, fc.integer(), (labels, seed) => {
        const order = labelOrder(labels, stream(seed));
        expect(new Set(order).size).toBe(labels.length);
        const sizes = countsOf(labels, order, labels.length);
        for (let n = 1; n <= labels.length; n++) {
          const counts = countsOf(labels, order, n);
          const most = Math.max(...counts.values());
          for (const [label, size] of sizes) {
            expect(counts.get(label) ?? 0).toBeGreaterThanOrEqual(Math.min(size, most - 1));
          }
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('is any order where images have no class', () => {
    const order = labelOrder(200, stream('order'));
    expect([...order].sort((a, b) => a - b)).toEqual(balanced.map((_, i) => i));
    expect(labelOrder(200, stream('order'))).toEqual(order);
    expect(labelOrder(200, stream('other'))).not.toEqual(order);
    const taken = new Array<number>(200).fill(0);
    for (let seed = 0; seed < 400; seed++) {
      for (const image of labelOrder(200, stream(seed)).subarray(0, 100)) taken[image]! += 1;
    }
    // Binomial(400, ½): five standard deviations are 50.
    expect(Math.min(...taken)).toBeGreaterThan(150);
    expect(Math.max(...taken)).toBeLessThan(250);
  });

  it('is the same for the same stream, and differs between seeds in images and in class order', () => {
    const draw = (seed: number) => [...labelOrder(balanced, stream(seed, 'labels'))];
    expect(draw(3)).toEqual(draw(3));
    const firsts = [0, 1, 2, 3, 4].map((seed) => draw(seed).slice(0, 10));
    expect(new Set(firsts.flat()).size).toBeGreaterThan(30);
    expect(new Set(firsts.map((order) => balanced[order[0]!])).size).toBeGreaterThan(1);
  });

  it('draws the images of a class uniformly', () => {
    const taken = new Array<number>(200).fill(0);
    for (let seed = 0; seed < 400; seed++) {
      for (const image of labelOrder(balanced, stream(seed)).subarray(0, 100)) taken[image]! += 1;
    }
    // Binomial(400, ½): five standard deviations are 50.
    expect(Math.min(...taken)).toBeGreaterThan(150);
    expect(Math.max(...taken)).toBeLessThan(250);
  });
});
