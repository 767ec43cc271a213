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
    small.dispose();
  });

  it('gives a class with few images as much of the balanced accuracy as one with many, and none to absent ones', async () => {
    const small = smallTask(classification, 1, {});
    small.answer(Array.from({ length: 10 }, (_, label) => Number(label === 3)));
    const { images } = smallTaskBatch(classification, 1);
    const truth = Uint8Array.from({ length: 16 }, (_, at) => (at < 12 ? 3 : 4 + (at % 2)));
    const counts = Float64Array.from(await small.task.counts({ images, truth }));
    expect(small.task.metrics(counts, 16)).toEqual({ accuracy: 0.75, balancedAccuracy: 1 / 3 });
    const { right } = await small.task.answers!({ images, truth });
    expect([...right]).toEqual(Array.from(truth, (label) => Number(label === 3)));
    small.dispose();
  });
});
