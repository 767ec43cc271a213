import { openEngine } from '@nhat/engine';
import { classification } from './classification';
import { smallTask, smallTaskBatch } from './testing/small-task';

describe('classification', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('starts near a loss of ln 10', () => {
    const small = smallTask(classification, 0, {});
    const loss = small.task.loss(smallTaskBatch(classification, 0)).loss.dataSync()[0]!;
    expect(Math.abs(loss - Math.log(10))).toBeLessThan(0.4);
    small.dispose();
  });

  it('counts the images whose class it names: each image with every label is right once', async () => {
    const small = smallTask(classification, 1, {});
    const { images } = smallTaskBatch(classification, 1);
    let right = 0;
    for (let label = 0; label < 10; label++) {
      const truth = new Uint8Array(16).fill(label);
      right += (await small.task.counts({ images, truth }))[0]!;
    }
    expect(right).toBe(16);
    expect(small.task.metrics(Float64Array.of(12), 16)).toEqual({ accuracy: 0.75 });
    small.dispose();
  });
});
