import { openEngine, tensor1d, tensor2d } from '@nhat/engine';
import { classified } from './step-result';

beforeAll(async () => {
  await openEngine();
});

describe('classified', () => {
  it('is the mean of −log softmax at the label, and the share of right answers', () => {
    const rows = [
      [2, 0, -1],
      [0.5, 0.25, 0],
      [-1, 1, 3],
      [0, 0, 1],
    ];
    const labels = [0, 1, 2, 0];
    const naive = rows.map((row, i) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
      return -Math.log(Math.exp(row[labels[i]!]!) / total);
    });
    const { loss, metrics } = classified(tensor2d(rows), tensor1d(labels, 'int32'));
    expect(loss.dataSync()[0]).toBeCloseTo(naive.reduce((a, b) => a + b) / 4, 5);
    expect(metrics['accuracy']!.dataSync()[0]).toBe(0.5);
  });
});
