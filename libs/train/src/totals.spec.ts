import { totals } from './totals';

describe('totals', () => {
  it.each([1, 4, 5, 100])('adds the counts of every image once, %i at a time', async (batch) => {
    const sums = await totals(10, batch, async (indices) => {
      expect(indices.length).toBeLessThanOrEqual(batch);
      return [indices.length, [...indices].reduce((a, b) => a + b)];
    });
    expect([...sums]).toEqual([10, 45]);
  });
});
