import { adam, openEngine, tensor4d, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import { labReader, readBatch, rotate90 } from '@nhat/augment';
import type { AugmentPlan } from '@nhat/augment';
import { crop } from '@nhat/augment/crop';
import { drawsOf, everything, planOf } from '@nhat/augment/testing/plans';
import { quarterTurns, rotation } from './rotation';
import { SIZE, smallBatch, smallPretext } from './testing/small-pretext';
import { mapOf } from '@nhat/models';

describe('quarterTurns', () => {
  it('splits a batch at random into four equal parts', () => {
    const counts = (turns: Int32Array) =>
      [0, 1, 2, 3].map((k) => turns.filter((t) => t === k).length);
    expect(counts(quarterTurns(64, stream(1)))).toEqual([16, 16, 16, 16]);
    expect(counts(quarterTurns(6, stream(1)))).toEqual([2, 2, 1, 1]);
    expect(quarterTurns(64, stream(1))).not.toEqual(quarterTurns(64, stream(2)));
  });
});

describe('rotation', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('starts near a loss of ln 4', () => {
    const small = smallPretext(rotation, 0, {});
    const loss = small.pretext.loss(smallBatch(rotation, 0, 0)).loss.dataSync()[0]!;
    expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.35);
    small.dispose();
  });

  it('tells by how much it turned each image, so that maps can be turned along', async () => {
    const small = smallPretext(rotation, 8, {});
    const batch = smallBatch(rotation, 8, 0);
    const start = await small.encoder.records();
    const [given, expected] = tidy(() => {
      const { map, turns } = small.pretext.loss(batch);
      const values = map(16).dataSync();
      expect(new Set(Array.from(turns!)).size).toBe(4);
      const turned = rotate90(batch.views[0]!, turns!);
      small.encoder.load(start);
      const x = tensor4d(turned.values, [16, SIZE, SIZE, 3]);
      return [values, mapOf(small.backbone, x, true).dataSync()];
    });
    expect(given).toEqual(expected);
    small.dispose();
  });

  /** Accuracy on new images of uniform noise while training on them, over the last 50 of 80 steps. */
  function accuracyOnNoise(change: (plan: AugmentPlan) => void): number {
    const size = 16;
    const count = 64;
    const small = smallPretext(rotation, 9, {});
    const optimiser = adam(small.parameters);
    const read = labReader({ mean: [50, 0, 0], std: [25, 40, 40] });
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    let right = 0;
    for (let step = 0; step < 80; step++) {
      const s = stream('noise').fork(step);
      const pixels = Uint8Array.from({ length: count * size * size * 3 }, () => s.integer(256));
      const plan = planOf(everything, { count, size, stream: s.fork('augment') });
      change(plan);
      const views = [readBatch({ count, size, pixels }, order, read, plan)];
      const loss = optimiser.minimise(() => {
        const outcome = small.pretext.loss({ views, indices: order, stream: s.fork('method') });
        if (step >= 30) right += outcome.metrics['accuracy']!.dataSync()[0]! / 50;
        return outcome.loss;
      }, 3e-3);
      loss.dispose();
    }
    optimiser.dispose();
    small.dispose();
    return right;
  }

  it('cannot be solved on noise: neither the turn nor the augmentation leaves a trace', () => {
    // 3,200 images: one standard deviation is 0.008.
    expect(Math.abs(accuracyOnNoise(() => {}) - 0.25)).toBeLessThan(0.03);
  });

  it('would be solved on noise by a zero fill on one side only, so that the check above can fail', () => {
    const oneSided = (plan: AugmentPlan) => {
      const shift = drawsOf(plan, crop)!;
      for (let at = 0; at < shift.length; at += 2) {
        shift[at] = 0;
        shift[at + 1] = 2;
      }
    };
    expect(accuracyOnNoise(oneSided)).toBeGreaterThan(0.4);
  });
});
