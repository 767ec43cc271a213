import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { adam, crossEntropy, mean, openEngine, tensor1d, tensor4d, tidy } from '@nhat/engine';
import { preparedRungs } from '@nhat/engine/testing/prepared-rungs';
import type { Scalar } from '@nhat/engine';
import { stream } from '@nhat/random';
import { linear } from './layers';
import { resnet9 } from './resnet9';
import { createWeights } from './weights';

/** What parity/write_reference.py prints: the same small network, trained for three steps by PyTorch. */
interface Reference {
  losses: number[];
  gradients: Record<string, number[]>;
  /** After the three steps. */
  state: Record<string, number[]>;
  /** After the three steps, with fixed statistics. */
  features: number[];
}

const folder = path.join(__dirname, '../parity');
const stored: Reference = JSON.parse(fs.readFileSync(path.join(folder, 'reference.json'), 'utf8'));
const [features, classes, batch, size] = [8, 5, 6, 16];

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

function build() {
  const weights = createWeights(stream(1));
  const network = resnet9.create({ width: 1 / 16, features }, { weights, channels: 3 });
  const head = linear(weights, 'head', features, classes);
  let seed = 0;
  const filled = weights.records().map((record) => {
    if (!record.trainable) return record;
    const vector = record.shape.length === 1;
    const base = vector && /norm.*weight/.test(record.name) ? 1 : 0;
    const values = pattern(record.values.length, seed++, vector ? 0.5 : 1);
    return { ...record, values: Float32Array.from(values, (v) => v + base) };
  });
  weights.load(filled);
  return { weights, network, head };
}

const rungs = preparedRungs().filter((rung) => rung !== 'cpu'); // too slow for a whole network

describe.each(rungs)('ResNet9 agrees with PyTorch on %s', (rung) => {
  const results = { losses: [] as number[], features: [] as number[] };
  let state: Record<string, number[]> = {};
  let firstMoments: Record<string, number[]> = {};

  beforeAll(async () => {
    await openEngine({ rung });
    const { weights, network, head } = build();
    const x = tensor4d(pattern(batch * size * size * 3, 50, 2), [batch, size, size, 3]);
    const labels = tensor1d(
      Array.from({ length: batch }, (_, i) => i % classes),
      'int32',
    );
    const optimiser = adam(weights.trainable(), { weightDecay: 1e-4 });
    const before = weights.records();
    for (let step = 0; step < 3; step++) {
      const loss = optimiser.minimise(
        () => mean(crossEntropy(head(network.forward(x, true)), labels)) as Scalar,
        1e-3,
      );
      results.losses.push(loss.dataSync()[0]!);
      loss.dispose();
      if (step === 0) firstMoments = gradientsFromMoments(optimiser.state(), before);
    }
    state = Object.fromEntries(weights.records().map((r) => [r.name, summary(r.values)]));
    results.features = tidy(() => [...network.forward(x, false).dataSync()]);
    optimiser.dispose();
    weights.dispose();
  });

  it('in the losses of three steps', () => {
    stored.losses.forEach((loss, i) => expect(results.losses[i]).toBeCloseTo(loss, 4));
  });

  it('in every gradient', () => {
    expect(Object.keys(firstMoments).sort()).toEqual(Object.keys(stored.gradients).sort());
    for (const [name, expected] of Object.entries(stored.gradients)) {
      expectClose(firstMoments[name]!, expected, 1e-3);
    }
  });

  it('in every parameter and running statistic after them', () => {
    expect(Object.keys(state).sort()).toEqual(Object.keys(stored.state).sort());
    for (const [name, expected] of Object.entries(stored.state)) {
      expectClose(state[name]!, expected, 1e-4);
    }
  });

  it('in the features with fixed statistics', () => {
    stored.features.forEach((value, i) => expect(results.features[i]).toBeCloseTo(value, 3));
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

const python = process.env['NHAT_PYTHON'] ?? 'python3';
const hasTorch =
  spawnSync(python, [
    '-c',
    'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)',
  ]).status === 0;

if (hasTorch) {
  it('the stored reference is what PyTorch computes here', () => {
    const script = path.join(folder, 'write_reference.py');
    const { stdout, status } = spawnSync(python, [script], { encoding: 'utf8' });
    expect(status).toBe(0);
    const fresh: Reference = JSON.parse(stdout);
    fresh.losses.forEach((loss, i) => expect(loss).toBeCloseTo(stored.losses[i]!, 4));
    for (const [name, expected] of Object.entries(stored.state)) {
      expectClose(fresh.state[name]!, expected, 1e-4);
    }
  });
}
