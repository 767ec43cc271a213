import { openEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import { movedPlan } from '@nhat/augment/testing/plans';
import { depth } from './depth';
import { colourTask, coloursOf, lossOf, meanOf, metricsOf, noise } from './testing/colour-task';

const [count, size] = [6, 8];
const images = noise(count, size);
const s = stream('depths');
const truth = Uint8Array.from({ length: count * size * size }, () => 1 + s.integer(255));
/** A head whose error is about a third, with some negative outputs. */
const near = { weight: [3, 1, -2], bias: [5] };

function depthTask(loss: 'l1' | 'l2') {
  const probe = colourTask('depth', depth, { loss });
  probe.set(near.weight, near.bias);
  return { ...probe, predicted: coloursOf(images).map((colour) => probe.head(colour)[0]!) };
}

describe('depth', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it.each(['l1', 'l2'] as const)(
    'with %s has the loss of a naive loop, in quarters of a unit',
    (name) => {
      const { task, predicted, dispose } = depthTask(name);
      const differences = predicted.map((p, at) => Math.abs(p - (truth[at]! / 100) * 4));
      const expected = meanOf(differences.map((x) => (name === 'l1' ? x : x * x)));
      expect(lossOf(task, { images, truth }) / expected).toBeCloseTo(1, 6);
      dispose();
    },
  );

  it('has the metrics of a naive loop; the share of a step is that of an evaluation', async () => {
    const { task, predicted, dispose } = depthTask('l1');
    const g = [...truth].map((byte) => (byte / 100) * 4);
    const p = predicted.map((x) => Math.max(x, 1e-3));
    expect(Math.min(...predicted)).toBeLessThan(0);
    const share = (x: number[], limit: number) =>
      meanOf(x.map((value, at) => (Math.max(value / g[at]!, g[at]! / value) < limit ? 1 : 0)));
    const metrics = await metricsOf(task, { images, truth });
    expect(metrics).toEqual({
      delta125: share(p, 1.25),
      delta110: share(p, 1.1),
      delta125Unclamped: share(predicted, 1.25),
      majority: meanOf(g.map((x) => (10.2 / x < 1.25 ? 1 : 0))),
      absRel: expect.closeTo(meanOf(p.map((x, at) => Math.abs(x - g[at]!) / g[at]!)), 4),
      rmse: expect.closeTo(Math.sqrt(meanOf(p.map((x, at) => (x / 4 - g[at]! / 4) ** 2))), 5),
    });
    expect(metrics['delta125Unclamped']).toBeGreaterThan(metrics['delta125']! + 0.01);
    const step = task.loss({ images, truth }).metrics['delta125']!.dataSync()[0];
    expect(step).toBeCloseTo(metrics['delta125']!, 6);
    dispose();
  });

  it('counts a negative prediction as wrong, and as right where the released code is asked', async () => {
    const { task, set, dispose } = colourTask('depth', depth, { loss: 'l1' });
    set([0, 0, 0], [-7]);
    expect(await metricsOf(task, { images, truth })).toMatchObject({
      delta125: 0,
      delta125Unclamped: 1,
    });
    dispose();
  });

  it('is perfect where the prediction is the truth, in whatever unit it is stored', async () => {
    const { task, set, dispose } = colourTask('depth', depth, { loss: 'l1' });
    set([0, 0, 0], [1.6]);
    const forty = truth.map(() => 40);
    expect(lossOf(task, { images, truth: forty })).toBeCloseTo(0, 6);
    expect(await metricsOf(task, { images, truth: forty })).toMatchObject({
      delta125: 1,
      delta110: 1,
      rmse: expect.closeTo(0, 6),
    });
    dispose();
  });

  it('treats positions that a crop moved in from outside as the farthest of the batch', () => {
    const { task, dispose } = depthTask('l1');
    const image = noise(1, 3);
    const plan = movedPlan(3, { mirrored: true, shift: [1, -1] });
    const map = Uint8Array.of(101, 102, 103, 104, 105, 106, 107, 108, 109);
    const moved = Uint8Array.of(105, 105, 105, 102, 101, 105, 105, 104, 105);
    expect(lossOf(task, { images: image, truth: map, plan })).toBe(
      lossOf(task, { images: image, truth: moved }),
    );
    dispose();
  });
});
