import { memory, openEngine } from '@nhat/engine';
import { softmaxRegression } from '@nhat/evaluations/solvers/softmax-regression';
import { createWeights, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import { classification, depth, pose, segmentation } from '@nhat/tasks';
import type { TaskModule } from '@nhat/tasks';
import { labReader } from '@nhat/augment';
import { frozenValues, standardised } from './frozen-values';
import { probeFeatures } from './probes';
import type { ProbeContext, Probed } from './probes';
import type { SplitImages } from './read-split';

const SIZE = 16;
const AREA = SIZE * SIZE;
const read = labReader({ mean: [50, 0, 0], std: [25, 40, 40] });

/** Images of four quarters, each bright (class 1) or dark (class 0) with noise; the label counts the bright ones on top. */
function quarteredImages(count: number, seed: number): SplitImages {
  const pixels = new Uint8Array(count * AREA * 3);
  const mask = new Uint8Array(count * AREA);
  const label = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const s = stream('quarters', seed, i);
    const bright = [0, 1, 2, 3].map(() => s.integer(2));
    label[i] = bright[0]! + bright[1]!;
    for (let at = 0; at < AREA; at++) {
      const [row, column] = [Math.floor(at / SIZE), at % SIZE];
      const one = bright[2 * Math.floor(row / 8) + Math.floor(column / 8)]!;
      mask[i * AREA + at] = one;
      for (let c = 0; c < 3; c++) {
        pixels[(i * AREA + at) * 3 + c] = 60 + 110 * one + s.integer(30);
      }
    }
  }
  const truth = {
    label,
    pose: label.map((x) => x % 2),
    mask,
    depth: mask.map((x) => 40 + 100 * x),
  };
  return { images: { count, size: SIZE, pixels }, truth };
}

const train = quarteredImages(150, 1);
const heldOut = quarteredImages(100, 2);

const probesOf = (...modules: [string, TaskModule, object?][]): Probed[] =>
  modules.map(([name, module, options = {}]) => ({
    choice: { name, options: { ...options } },
    module,
  }));
const onImages = probesOf(
  ['classification', classification],
  ['pose', pose as TaskModule, { relabelFlips: true }],
);

/** A network at random weights. */
function network() {
  const weights = createWeights(stream(1, 'encoder'));
  const backbone = resnet9.create({ width: 1 / 16, features: 16 }, { weights, channels: 3 });
  const context: ProbeContext = {
    ...{ backbone, stream: stream(1, 'probes'), classes: 3, read },
    ...{ train, heldOut },
  };
  return { weights, backbone, context };
}

beforeAll(async () => {
  await openEngine();
});

describe('probes of features', () => {
  it('read what the features tell of images that they were not fitted to', async () => {
    const { weights, context } = network();
    const scores = await probeFeatures(onImages, context);
    expect(scores.map(({ task, head }) => `${task} ${head}`)).toEqual([
      'classification linear',
      'classification mlp',
      'pose linear',
      'pose mlp',
    ]);
    for (const { value, fittedOn } of scores) {
      expect(value).toBeGreaterThan(0.65); // the most frequent answer is right in half of the images
      expect(fittedOn).toBe(150);
    }
    const order = stream('shuffled').permutation(150);
    const label = Uint8Array.from(order, (at) => train.truth.label![at]!);
    const shuffled = { ...train, truth: { ...train.truth, label } };
    const [blind] = await probeFeatures(onImages.slice(0, 1), { ...context, train: shuffled });
    expect(blind!.value).toBeLessThan(0.65);
    weights.dispose();
  });

  it('stand in line with a linear head that is fitted to convergence', async () => {
    const { weights, backbone, context } = network();
    const [linear] = await probeFeatures(onImages.slice(0, 1), context);
    const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
    const source = { backbone, read, onMaps: false };
    const known = await frozenValues({ ...source, images: train.images }, all(150), 200);
    const standardise = standardised(known);
    const others = await frozenValues({ ...source, images: heldOut.images }, all(100), 200);
    standardise(others);
    const rows = { count: 150, features: 16, values: known.values };
    const fitted = softmaxRegression(rows, train.truth.label!, { classes: 3, inversePenalty: 1 });
    const right = [...heldOut.truth.label!].filter((label, i) => {
      const logits = [0, 1, 2].map((o) =>
        Array.from({ length: 16 }).reduce<number>(
          (sum, _, k) => sum + others.values[i * 16 + k]! * fitted.weights[k * 3 + o]!,
          fitted.bias[o]!,
        ),
      );
      return logits.indexOf(Math.max(...logits)) === label;
    });
    expect(Math.abs(linear!.value! - right.length / 100)).toBeLessThan(0.08);
    weights.dispose();
  });

  it('read maps at every position', async () => {
    const { weights, context } = network();
    const dense = probesOf(
      ['segmentation', segmentation as TaskModule],
      ['depth', depth as TaskModule, { loss: 'l1' }],
    );
    const scores = await probeFeatures(dense, context);
    expect(scores.map(({ metric }) => metric)).toEqual(
      ['pixelAccuracy', 'delta125'].flatMap((metric) => [metric, metric]),
    );
    const [segmented, , depths, depthsOfMlp] = scores.map(({ value }) => value!);
    expect(segmented).toBeGreaterThan(0.8); // a constant reaches half
    expect(Math.max(depths!, depthsOfMlp!)).toBeGreaterThan(0.6);
    weights.dispose();
  });

  it('leave the network and the memory as they were, and repeat themselves', async () => {
    const { weights, context } = network();
    const before = await weights.records();
    const scores = await probeFeatures(onImages, context);
    const clean = memory().numTensors;
    expect(await probeFeatures(onImages, context)).toEqual(scores);
    expect(memory().numTensors).toBe(clean);
    expect(await weights.records()).toEqual(before);
    weights.dispose();
  });
});

describe('standardised', () => {
  it('changes each feature to mean 0 and deviation 1, a constant one to 0, and others alike', () => {
    const values = Float32Array.from({ length: 60 }, (_, at) =>
      at % 3 === 0 ? 1000 + 20 * stream(at).normal() : at % 3 === 1 ? 7 : stream(at).normal(),
    );
    const first = values.slice(0, 3);
    const change = standardised({ images: 20, width: 3, side: 1, values });
    for (const k of [0, 2]) {
      const feature = values.filter((_, at) => at % 3 === k);
      expect(feature.reduce((sum, x) => sum + x, 0) / 20).toBeCloseTo(0, 4);
      expect(feature.reduce((sum, x) => sum + x * x, 0) / 20).toBeCloseTo(1, 3);
    }
    expect([...values.filter((_, at) => at % 3 === 1)]).toEqual(new Array(20).fill(0));
    change({ images: 1, width: 3, side: 1, values: first });
    first.forEach((value, k) => expect(value).toBeCloseTo(values[k]!, 5));
  });
});
