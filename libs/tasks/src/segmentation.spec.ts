import { openEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import { movedPlan } from '@nhat/augment/testing/plans';
import { segmentation } from './segmentation';
import {
  CLASSES,
  colourTask,
  coloursOf,
  crossEntropyOf,
  lossOf,
  meanOf,
  metricsOf,
  noise,
} from './testing/colour-task';
import { smallTask, smallTaskBatch } from './testing/small-task';

const [count, size] = [6, 4];
const images = noise(count, size);
const s = stream('masks');
const truth = Uint8Array.from({ length: count * size * size }, () => s.integer(CLASSES + 1));

describe('segmentation', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('starts near a loss of ln 11', () => {
    const small = smallTask(segmentation, 0, {});
    const loss = lossOf(small.task, smallTaskBatch(segmentation, 0));
    expect(Math.abs(loss - Math.log(11))).toBeLessThan(0.4);
    small.dispose();
  });

  it('has the loss and the metrics of a naive loop over positions', async () => {
    const { task, head, dispose } = colourTask('segmentation', segmentation, {});
    const logits = coloursOf(images).map(head);
    const expected = meanOf(logits.map((row, at) => crossEntropyOf(row, truth[at]!)));
    expect(lossOf(task, { images, truth })).toBeCloseTo(expected, 5);
    const named = logits.map((row) => row.indexOf(Math.max(...row)));
    const shares = Array.from({ length: CLASSES + 1 }, (_, k) => {
      const either = named.filter((name, at) => name === k || truth[at] === k).length;
      return either
        ? named.filter((name, at) => name === k && truth[at] === k).length / either
        : null;
    });
    const commonest = shares.map((_, k) => truth.filter((label) => label === k).length);
    expect(await metricsOf(task, { images, truth })).toEqual({
      pixelAccuracy: meanOf(named.map((name, at) => (name === truth[at] ? 1 : 0))),
      mIoU: expect.closeTo(meanOf(shares.filter((share) => share !== null)), 12),
      majority: Math.max(...commonest) / truth.length,
    });
    dispose();
  });

  it('has the mIoU of a worked example, without absent classes', () => {
    const { task, dispose } = colourTask('segmentation', segmentation, {});
    const counts = new Float64Array(121);
    // Background 60 right, 10 named 3; of class 3, 20 right, 10 named background.
    counts.set([60, 0, 0, 10], 0);
    counts.set([10, 0, 0, 20], 33);
    expect(task.metrics(counts, 1)).toEqual({
      pixelAccuracy: 0.8,
      mIoU: expect.closeTo((60 / 80 + 20 / 40) / 2, 12),
      majority: 0.7,
    });
    dispose();
  });

  it('transforms the mask with the image in a worked example: mirrored, and shifted with background outside', () => {
    const { task, dispose } = colourTask('segmentation', segmentation, {});
    const image = noise(1, 3);
    const plan = movedPlan(3, { mirrored: true, shift: [1, -1] });
    const mask = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const moved = Uint8Array.of(0, 0, 0, 2, 1, 0, 5, 4, 0);
    const loss = lossOf(task, { images: image, truth: mask, plan });
    expect(loss).toBe(lossOf(task, { images: image, truth: moved }));
    expect(loss).not.toBe(lossOf(task, { images: image, truth: mask }));
    const turned = Uint8Array.of(3, 6, 9, 2, 5, 8, 1, 4, 7);
    expect(lossOf(task, { images: image, truth: mask, turns: [1] })).toBe(
      lossOf(task, { images: image, truth: turned }),
    );
    dispose();
  });

  it('samples the same mask pixels as PyTorch when the map is smaller', () => {
    // The smallest network turns 16 pixels into 2 × 2: rows and columns 0 and 8 count, and no others.
    const small = smallTask(segmentation, 3, {});
    const { images: sixteen } = smallTaskBatch(segmentation, 3);
    const kept = (at: number) => at % 8 === 0 && Math.floor(at / 16) % 8 === 0;
    const mask = Uint8Array.from({ length: 16 * 256 }, (_, at) => (kept(at) ? at % 11 : 0));
    const noisy = mask.map((label, at) => (kept(at) ? label : at % 7));
    const loss = lossOf(small.task, { images: sixteen, truth: mask });
    expect(lossOf(small.task, { images: sixteen, truth: noisy })).toBeCloseTo(loss, 6);
    expect(lossOf(small.task, { images: sixteen, truth: mask.map((l) => 10 - l) })).not.toBeCloseTo(
      loss,
      3,
    );
    small.dispose();
  });
});
