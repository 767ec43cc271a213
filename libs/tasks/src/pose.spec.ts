import { openEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import { fromEuler, poseClass } from '@nhat/render/scene/rotation';
import { isMirrored } from '@nhat/augment';
import { nothing, planOf } from '@nhat/augment/testing/plans';
import { pose } from './pose';
import {
  colourTask,
  coloursOf,
  crossEntropyOf,
  lossOf,
  meanOf,
  metricsOf,
  noise,
} from './testing/colour-task';
import { smallTask, smallTaskBatch } from './testing/small-task';

const [count, size] = [40, 4];
const plan = planOf({ ...nothing, flip: true }, { count, size, stream: stream('flips') });
const images = noise(count, size);
const truth = Uint8Array.from({ length: count }, (_, i) => (i * 3) % 5);

/** Rows of 3 numbers, row-major: a · b. */
const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Float64Array.from({ length: 9 }, (_, at) =>
    [0, 1, 2].reduce((sum, k) => sum + a[at - (at % 3) + k]! * b[k * 3 + (at % 3)]!, 0),
  );

/** The head's outputs for each image, whose feature is its mean colour. */
const logitsOf = (head: (colour: number[]) => number[]) => {
  const colours = coloursOf(images);
  return Array.from({ length: count }, (_, i) => {
    const pixels = colours.slice(i * size * size, (i + 1) * size * size);
    return head([0, 1, 2].map((c) => meanOf(pixels.map((colour) => colour[c]!))));
  });
};

describe('pose', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('starts near a loss of ln 5', () => {
    const small = smallTask(pose, 0, { relabelFlips: true });
    const loss = lossOf(small.task, smallTaskBatch(pose, 0));
    expect(Math.abs(loss - Math.log(5))).toBeLessThan(0.4);
    small.dispose();
  });

  it('swaps mirrored classes in a flip', () => {
    const s = stream('rotations');
    const mirrored = new Map<number, Set<number>>();
    for (let i = 0; i < 2000; i++) {
      const rotation = fromEuler(Math.PI / 2 + s.normal(), s.normal(), s.normal());
      // Mirrored left to right in the world (y), and an object that is its own mirror image (model x).
      const mirror = product(
        product([1, 0, 0, 0, -1, 0, 0, 0, 1], rotation),
        [-1, 0, 0, 0, 1, 0, 0, 0, 1],
      );
      const before = poseClass(rotation);
      mirrored.set(before, (mirrored.get(before) ?? new Set()).add(poseClass(mirror)));
    }
    const swapped = [0, 3, 2, 1, 4];
    swapped.forEach((to, from) => expect([...mirrored.get(from)!]).toEqual([to]));
    const { task, dispose } = colourTask('pose', pose, { relabelFlips: true });
    const relabelled = truth.map((label, i) => (isMirrored(plan, i) ? swapped[label]! : label));
    expect(relabelled).not.toEqual(truth);
    expect(lossOf(task, { images, truth, plan })).toBe(lossOf(task, { images, truth: relabelled }));
    dispose();
  });

  it('keeps the labels of mirrored images by the rule of the released code', () => {
    const { task, dispose } = colourTask('pose', pose, { relabelFlips: false });
    expect(lossOf(task, { images, truth, plan })).toBe(lossOf(task, { images, truth }));
    dispose();
  });

  it('has the loss and the metrics of a naive loop, the share of the commonest class too', async () => {
    const { task, head, dispose } = colourTask('pose', pose, { relabelFlips: true });
    const skewed = truth.map((label, i) => (i < 9 ? 4 : label));
    const logits = logitsOf(head);
    const expected = meanOf(logits.map((row, i) => crossEntropyOf(row, skewed[i]!)));
    expect(lossOf(task, { images, truth: skewed })).toBeCloseTo(expected, 5);
    const right = logits.filter((row, i) => row.indexOf(Math.max(...row)) === skewed[i]);
    const commonest = skewed.filter((label) => label === 4).length;
    const recalls = [0, 1, 2, 3, 4].map((pose) => {
      const own = logits.filter((_, i) => skewed[i] === pose);
      return own.filter((row) => row.indexOf(Math.max(...row)) === pose).length / own.length;
    });
    expect(await metricsOf(task, { images, truth: skewed })).toEqual({
      accuracy: right.length / count,
      balancedAccuracy: expect.closeTo(meanOf(recalls), 12) as number,
      majority: commonest / count,
    });
    dispose();
  });
});
