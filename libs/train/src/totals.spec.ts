import { memory, openEngine, tensor1d } from '@nhat/engine';
import { totals } from './totals';

beforeAll(async () => {
  await openEngine();
});

describe('totals', () => {
  it.each([1, 4, 5, 100])('adds the counts of every image once, %i at a time', async (batch) => {
    const before = memory().numTensors;
    const sums = await totals(10, batch, (indices) => {
      expect(indices.length).toBeLessThanOrEqual(batch);
      return tensor1d([indices.length, [...indices].reduce((a, b) => a + b)]);
    });
    expect([...sums]).toEqual([10, 45]);
    expect(memory().numTensors).toBe(before);
  });
});
