import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { adam, crossEntropy, mean, openEngine, tensor1d, tensor4d, tidy } from '@nhat/engine';
import { trainingNames } from '@nhat/engine/testing/present-engines';
import type { Scalar } from '@nhat/engine';
import { stream } from '@nhat/random';
import { linear } from './layers';
import { smallBackbones } from './testing/small-backbones';
import type { SmallBackbone } from './testing/small-backbones';
import { createWeights } from './weights';
import { featuresOf } from './one-output';

/** What parity/write_reference.py writes: the same small network, trained for three steps by PyTorch. */
interface Reference {
  /** Pixels per side of the images. */
  size: number;
  /** Of Adam. */
  rate: number;
  losses: number[];
  gradients: Record<string, number[]>;
  /** After the three steps. */
  state: Record<string, number[]>;
  /** After the three steps, with fixed statistics. */
  features: number[];
}

type Results = Omit<Reference, 'size' | 'rate'>;

const folder = path.join(__dirname, '../parity');
const stored: Record<string, Reference> = JSON.parse(
  fs.readFileSync(path.join(folder, 'reference.json'), 'utf8'),
).networks;
const [features, classes, batch] = [8, 5, 6];

function pattern(count: number, seed: number, scale: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => (((i * 7919 + seed * 104729 + 13) % 1009) / 1009 - 0.5) * scale,
  );
}

function summary(values: ArrayLike<number>): number[] {
  const weights = pattern(values.length, 99, 2);
  const list = Array.from(values);
  return [
    list.reduce((sum, v) => sum + v, 0),
    list.reduce((sum, v) => sum + Math.abs(v), 0),
    list.reduce((sum, v, i) => sum + v * weights[i]!, 0),
  ];
}

/** The second number is the sum of magnitudes: what the first and the third may be compared with. */
function expectClose(actual: number[], expected: number[], relative: number) {
  const scale = Math.abs(expected[1]!);
  actual.forEach((value, i) =>
    expect(Math.abs(value - expected[i]!)).toBeLessThan(relative * scale + 1e-6),
  );
}

async function build(create: SmallBackbone['create']) {
  const weights = createWeights(stream(1));
  const network = create(features, weights);
  const head = linear(weights, 'head', features, classes);
  let seed = 0;
  const filled = (await weights.records()).map((record) => {
    if (!record.trainable) return record;
    const vector = record.shape.length === 1;
    const base = vector && /norm.*weight/.test(record.name) ? 1 : 0;
    const values = pattern(record.values.length, seed++, vector ? 0.5 : 1);
    const scale = /norm3.weight/.test(record.name) ? 0.25 : 1;
    return { ...record, values: Float32Array.from(values, (v) => scale * (v + base)) };
  });
  weights.load(filled);
  return { weights, network, head };
}

/** Three steps of training, then the features with fixed statistics. */
async function train(create: SmallBackbone['create'], { size, rate }: Reference): Promise<Results> {
  const { weights, network, head } = await build(create);
  const x = tensor4d(pattern(batch * size * size * 3, 50, 2), [batch, size, size, 3]);
  const labels = tensor1d(
    Array.from({ length: batch }, (_, i) => i % classes),
    'int32',
  );
  const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
  const before = await weights.records();
  const losses: number[] = [];
  let gradients: Record<string, number[]> = {};
  for (let step = 0; step < 3; step++) {
    const loss = optimiser.minimise(
      () => mean(crossEntropy(head(featuresOf(network, x, true)), labels)) as Scalar,
      rate,
    );
    losses.push(loss.dataSync()[0]!);
    loss.dispose();
    if (step === 0) gradients = gradientsFromMoments(await optimiser.state(), before);
  }
  const state = Object.fromEntries(
    (await weights.records()).map((r) => [r.name, summary(r.values)]),
  );
  const found = tidy(() => [...featuresOf(network, x, false).dataSync()]);
  for (const one of [x, labels, optimiser, weights]) one.dispose();
  return { losses, gradients, state, features: found };
}

const cases = trainingNames().flatMap((engine) =>
  smallBackbones.map((one) => [one.label, engine, one] as const),
);

describe.each(cases)('%s agrees with PyTorch on %s', (label, engine, { create }) => {
  const expected = stored[label]!;
  let results: Results;

  beforeAll(async () => {
    await openEngine({ engine });
    results = await train(create, expected);
  });

  it('in the losses of three steps', () => {
    expected.losses.forEach((loss, i) => expect(results.losses[i]).toBeCloseTo(loss, 4));
  });

  it('in every gradient', () => {
    expect(Object.keys(results.gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, sums] of Object.entries(expected.gradients)) {
      expectClose(results.gradients[name]!, sums, 1e-3);
    }
  });

  it('in every parameter and running statistic after them', () => {
    expect(Object.keys(results.state).sort()).toEqual(Object.keys(expected.state).sort());
    for (const [name, sums] of Object.entries(expected.state)) {
      expectClose(results.state[name]!, sums, 1e-4);
    }
  });

  it('in the features with fixed statistics', () => {
    expected.features.forEach((value, i) => expect(results.features[i]).toBeCloseTo(value, 3));
  });
});

/** After the first step the first moment is 0.2 · (gradient + 1e-4 · parameter). */
function gradientsFromMoments(
  moments: readonly { name: string; values: Float32Array }[],
  before: readonly { name: string; values: Float32Array; trainable: boolean }[],
): Record<string, number[]> {
  const parameters = before.filter(({ trainable }) => trainable);
  return Object.fromEntries(
    parameters.map(({ name, values }, index) => {
      const moment = moments.find((one) => one.name === `${index}/first`)!;
      return [
        name,
        summary(moment.values.map((m, i) => m / (1 - Math.fround(0.8)) - 1e-4 * values[i]!)),
      ];
    }),
  );
}

const python = process.env['NHAT_PYTHON'] || 'python3';
const hasTorch =
  spawnSync(python, [
    '-c',
    'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)',
  ]).status === 0;

if (hasTorch) {
  it.each(Object.keys(stored))(
    'the stored reference of %s is what PyTorch computes here',
    (label) => {
      const script = path.join(folder, 'write_reference.py');
      const { stdout, status } = spawnSync(python, [script, label], { encoding: 'utf8' });
      expect(status).toBe(0);
      const fresh: Reference = JSON.parse(stdout);
      fresh.losses.forEach((loss, i) => expect(loss).toBeCloseTo(stored[label]!.losses[i]!, 4));
      for (const [name, expected] of Object.entries(stored[label]!.state)) {
        expectClose(fresh.state[name]!, expected, 1e-4);
      }
    },
  );
} else {
  console.warn(
    `parity: compared with the stored results of PyTorch only, for ${python} has no torch; NHAT_PYTHON names another Python`,
  );
}
