import {
  adam,
  add,
  mean,
  memory,
  openEngine,
  square,
  tensor2d,
  tensor4d,
  tidy,
} from '@nhat/engine';
import type { Scalar, Tensor2D } from '@nhat/engine';
import { createWeights, featuresOf, resnet9 } from '@nhat/models';
import { stream } from '@nhat/random';
import { classification, depth, pose, segmentation } from '@nhat/tasks';
import { labReader, readBatch } from '@nhat/augment';
import { nothing, planOf } from '@nhat/augment/testing/plans';
import { createProbes, truthOf } from './probes';

const size = 16;
const images = { count: 24, size, pixels: new Uint8Array(24 * size * size * 3) };
const draws = stream('images');
images.pixels.forEach((_, at) => (images.pixels[at] = draws.integer(256)));
const split = {
  images,
  truth: {
    label: Uint8Array.from({ length: 24 }, (_, i) => i % 3),
    pose: Uint8Array.from({ length: 24 }, (_, i) => (i >> 1) % 5),
  },
};
const read = labReader({ mean: [50, 0, 0], std: [25, 40, 40] });
const rows = Uint32Array.from({ length: 24 }, (_, i) => i);

function create() {
  const encoder = createWeights(stream(1, 'encoder'));
  const options = { width: 1 / 32, features: 6 };
  const backbone = resnet9.create(options, { weights: encoder, channels: 3 });
  const choices = [
    { name: 'classification', options: {} },
    { name: 'pose', options: { relabelFlips: true } },
  ];
  const modules = [classification, pose];
  const context = { backbone, stream: stream(1, 'probes'), classes: 3, size };
  const probes = createProbes(choices, modules, context);
  const batch = {
    truth: truthOf(split, rows),
    plan: planOf(nothing, { count: 24, size, stream: stream(2) }),
  };
  const pixels = () => tensor4d(readBatch(images, rows, read).values, [24, size, size, 3]);
  return { encoder, backbone, probes, batch, pixels };
}

const given = (): Tensor2D => {
  const s = stream('features');
  return tensor2d(
    Float32Array.from({ length: 24 * 6 }, () => s.normal()),
    [24, 6],
  );
};

/** What a method without maps leaves. */
const seen = (features: Tensor2D) => ({
  features,
  map: () => {
    throw new Error('nobody asked for a map');
  },
});

beforeAll(async () => {
  await openEngine();
});

describe('probes', () => {
  it('have the average of the cross-entropies of their heads as loss', async () => {
    const { encoder, probes, batch } = create();
    const records = await probes.weights.records();
    const values = (name: string) => [...records.find((record) => record.name === name)!.values];
    const linear = (x: number[][], name: string, outs: number, bias = true) =>
      x.map((row) =>
        Array.from({ length: outs }, (_, o) =>
          row.reduce(
            (total, v, i) => total + v * values(`${name}.weight`)[i * outs + o]!,
            bias ? values(`${name}.bias`)[o]! : 0,
          ),
        ),
      );
    const normalised = (x: number[][]) => {
      const columns = x[0]!.map((_, i) => {
        const column = x.map((row) => row[i]!);
        const centre = column.reduce((a, b) => a + b) / column.length;
        const variance = column.reduce((a, b) => a + (b - centre) ** 2, 0) / column.length;
        return (v: number) => Math.max(0, (v - centre) / Math.sqrt(variance + 1e-5));
      });
      return x.map((row) => row.map((v, i) => columns[i]!(v)));
    };
    const entropy = (logits: number[][], labels: Uint8Array) =>
      logits.reduce((total, row, i) => {
        const norm = row.reduce((all, v) => all + Math.exp(v), 0);
        return total - Math.log(Math.exp(row[labels[i]!]!) / norm) / logits.length;
      }, 0);
    const expected = tidy(() => {
      const flat = [...given().dataSync()];
      const x = Array.from({ length: 24 }, (_, i) => flat.slice(i * 6, i * 6 + 6));
      const heads: [string, number, Uint8Array][] = [
        ['classification', 3, split.truth.label],
        ['pose', 5, split.truth.pose],
      ];
      return heads.flatMap(([name, outs, labels]) => [
        entropy(linear(x, name, outs), labels),
        entropy(
          linear(normalised(linear(x, `${name}.hidden`, 6, false)), `${name}.out`, outs),
          labels,
        ),
      ]);
    });
    const loss = tidy(() => probes.loss(seen(given()), batch).loss.dataSync()[0]!);
    expect(loss).toBeCloseTo(expected.reduce((a, b) => a + b) / 4, 5);
    encoder.dispose();
    probes.weights.dispose();
  });

  it('learn without moving what made the features', async () => {
    const clean = memory().numTensors;
    const { encoder, backbone, probes, batch, pixels } = create();
    const alone = async (withProbes: boolean) => {
      const start = await encoder.records();
      const trained = [...encoder.trainable(), ...(withProbes ? probes.weights.trainable() : [])];
      const optimiser = adam(trained, { weightDecay: 1e-4 });
      const losses: number[] = [];
      for (let step = 0; step < 20; step++) {
        const loss = () => {
          const x = pixels();
          const features = featuresOf(backbone, x, true);
          const pretextLoss = mean(square(features)) as Scalar;
          if (!withProbes) return pretextLoss;
          const probed = probes.loss(seen(features), batch).loss;
          losses.push(probed.dataSync()[0]!);
          return add(pretextLoss, probed);
        };
        optimiser.minimise(loss, 0.01).dispose();
      }
      const end = await encoder.records();
      encoder.load(start);
      optimiser.dispose();
      return { end, losses };
    };
    const without = await alone(false);
    const heads = await probes.weights.records();
    const beside = await alone(true);
    expect(beside.end).toEqual(without.end);
    expect(beside.losses.at(-1)).toBeLessThan(beside.losses[0]!);
    const trainable = (list: typeof heads) => list.filter((record) => record.trainable);
    trainable(await probes.weights.records()).forEach((record, i) =>
      expect(record.values).not.toEqual(trainable(heads)[i]!.values),
    );
    encoder.dispose();
    probes.weights.dispose();
    expect(memory().numTensors).toBe(clean);
  });

  it('are scored as their tasks score them, in evaluation mode', async () => {
    const { encoder, backbone, probes, pixels } = create();
    const scores = await probes.evaluate(split, read);
    expect(scores.map(({ task, head }) => `${task} ${head}`)).toEqual([
      'classification linear',
      'classification mlp',
      'pose linear',
      'pose mlp',
    ]);
    const flat = tidy(() => {
      const x = pixels();
      return [...featuresOf(backbone, x, false).dataSync()];
    });
    const records = await probes.weights.records();
    const record = (name: string) => [...records.find((one) => one.name === name)!.values];
    const right = split.truth.label.filter((label, i) => {
      const logits = [0, 1, 2].map((o) =>
        flat
          .slice(i * 6, i * 6 + 6)
          .reduce(
            (total, v, k) => total + v * record('classification.weight')[k * 3 + o]!,
            record('classification.bias')[o]!,
          ),
      );
      return logits.indexOf(Math.max(...logits)) === label;
    });
    expect(scores[0]!.value).toBeCloseTo(right.length / 24, 6);
    encoder.dispose();
    probes.weights.dispose();
  });

  it('learn maps at every position of an eighth of the images, turned as these were', async () => {
    const { encoder, backbone, probes: others } = create();
    others.weights.dispose();
    const mask = Uint8Array.from({ length: 24 * size * size }, () => draws.integer(4));
    const depths = mask.map((label) => 40 * label + 20);
    const maps = { images, truth: { mask, depth: depths } };
    const choices = [
      { name: 'segmentation', options: {} },
      { name: 'depth', options: { loss: 'l1' } },
    ];
    const context = { backbone, stream: stream(3, 'probes'), classes: 3, size };
    const probes = createProbes(choices, [segmentation, depth], context);
    const turns = Int32Array.from({ length: 24 }, (_, i) => (i + 1) % 4);
    const plan = planOf(nothing, { count: 24, size, stream: stream(2) });
    /** Features that name the class at each of 2 × 2 positions of the turned images. */
    const map = (count = 24) => {
      expect(count).toBe(3);
      const values = Array.from({ length: count }, (_, i) => {
        let image: number[][] = Array.from({ length: size }, (_, y) =>
          Array.from({ length: size }, (_, x) => mask[(i * size + y) * size + x]!),
        );
        for (let turn = 0; turn < turns[i]!; turn++) {
          image = image.map((row, y) => row.map((_, x) => image[x]![size - 1 - y]!));
        }
        const named = (label: number) => [0, 1, 2, 3, 4, 5].map((k) => Number(k === label));
        return [0, 8].map((y) => [0, 8].map((x) => named(image[y]![x]!)));
      });
      return tensor4d(values);
    };
    const optimiser = adam(probes.weights.trainable());
    const reached: Record<string, number> = {};
    for (let step = 0; step < 200; step++) {
      const loss = () => {
        const batch = { truth: truthOf(maps, rows), plan };
        const outcome = probes.loss({ features: given(), map, turns }, batch);
        for (const name of probes.metrics) reached[name] = outcome.metrics[name]!.dataSync()[0]!;
        return outcome.loss;
      };
      optimiser.minimise(loss, 0.1).dispose();
    }
    expect(reached['segmentation-linear']).toBe(1);
    expect(reached['segmentation-mlp']).toBe(1);
    expect(reached['depth-linear']).toBeGreaterThan(0.9);
    const scores = await probes.evaluate(maps, read);
    expect(scores.map(({ metric }) => metric)).toEqual(
      ['pixelAccuracy', 'delta125'].flatMap((metric) => [metric, metric]),
    );
    // What the backbone sees has nothing to do with these masks.
    for (const { value } of scores) expect(value).toBeLessThan(0.6);
    optimiser.dispose();
    encoder.dispose();
    probes.weights.dispose();
  });
});
