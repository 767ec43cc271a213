import { openEngine, chosenEngine } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { backbones } from './registry';
import { resnet50 } from './resnet50';
import { resnet50Pair } from './resnet50-pair';
import { resnet9 } from './resnet9';
import { resnet9Pair } from './resnet9-pair';
import { createWeights } from './weights';
import type { Weights } from './weights';

beforeAll(() => openEngine({ engine: chosenEngine() }));

const [full, dense] = [{ width: 1, features: 256 }, { dense: true }];

/** Numbers of trainable values by the first part of their names. */
function parameters(create: (weights: Weights) => unknown): Record<string, number> {
  // All zeros: drawing them takes seconds, and only the sizes count here.
  const zeros: Stream = { ...stream(1), fork: () => zeros, normal: () => 0, uniform: () => 0 };
  const weights = createWeights(zeros);
  create(weights);
  const counts: Record<string, number> = { all: 0 };
  for (const { name, shape, trainable } of weights.shapes()) {
    if (!trainable) continue;
    const size = shape.reduce((a, b) => a * b, 1);
    const first = name.split('.')[0]!;
    counts[first] = (counts[first] ?? 0) + size;
    counts['all']! += size;
  }
  weights.dispose();
  return counts;
}

describe('parameters at width 1 and 256 features', () => {
  it('resnet9: 6,699,328', () => {
    const found = parameters((weights) => resnet9.create(full, { weights, channels: 3 }));
    expect(found['all']).toBe(6_699_328);
  });

  it('resnet9-pair: 3,322,176 and 3,322,752', () => {
    const found = parameters((weights) => resnet9Pair.create(full, { weights, channels: 3 }));
    expect(found).toEqual({ l: 3_322_176, ab: 3_322_752, all: 6_644_928 });
  });

  it('resnet50: 24.03 M, torchvision’s 23,508,032 and the last layer', () => {
    for (const dense of [false, true]) {
      const options = { ...full, dense };
      const found = parameters((weights) => resnet50.create(options, { weights, channels: 3 }));
      expect(found['all']).toBe(23_508_032 + 2049 * 256);
    }
  });

  it('resnet50-pair: 12.06 M', () => {
    const options = { ...full, dense: false };
    const found = parameters((weights) => resnet50Pair.create(options, { weights, channels: 3 }));
    expect(found['all']! / 1e6).toBeCloseTo(12.06, 2);
    expect(found['ab']! - found['l']!).toBe(7 * 7 * 64);
  });
});

describe('the number of parameters in the registry', () => {
  const plain = { width: 0.25, features: 64 };
  it.each([
    ['resnet9', resnet9, plain],
    ['resnet9-pair', resnet9Pair, plain],
    ['resnet50', resnet50, { ...plain, dense: false }],
    ['resnet50-pair', resnet50Pair, { ...plain, dense: true }],
  ] as const)('is that of %s when it is built', (name, module, options) => {
    const build = module.create as (given: object, place: object) => unknown;
    const found = parameters((weights) => build(options, { weights, channels: 3 }));
    expect(backbones[name].parameters(options, 3)).toBe(found['all']);
  });
});

describe('multiply–accumulates of an image', () => {
  it.each([
    ['resnet9', full, 64, 1.525],
    ['resnet9', full, 32, 0.381],
    ['resnet50', { ...full, dense: false }, 64, 1.31],
    ['resnet50', { ...full, ...dense, features: 512 }, 128, 8.26],
  ] as const)('%s %o at %i px: %f G', (name, options, size, expected) => {
    const digits = expected < 1.6 && expected !== 1.31 ? 3 : 2;
    const found = backbones[name].macs(options, { size, channels: 3 });
    expect(found / 1e9).toBeCloseTo(expected, digits);
  });

  it('a quarter of the width takes about a sixteenth', () => {
    const of = (width: number) =>
      backbones['resnet9-pair'].macs({ width, features: 64 }, { size: 32, channels: 3 });
    expect(of(1) / of(0.25)).toBeGreaterThan(14);
    expect(of(1) / of(0.25)).toBeLessThan(16);
  });
});

describe('a width that leaves a layer without channels', () => {
  it.each([
    ['resnet9', 1 / 129, 1 / 128],
    ['resnet9-pair', 1 / 129, 1 / 128],
    ['resnet50', 1 / 129, 1 / 128],
    ['resnet50-pair', 1 / 65, 1 / 64],
  ] as const)('%s refuses %f and takes %f', (name, refused, taken) => {
    const { check } = backbones[name];
    const options = { features: 256, dense: false };
    expect(check({ ...options, width: refused })).toMatchObject({
      option: 'width',
      expected: `at least 1/${Math.round(1 / taken)}`,
    });
    expect(check({ ...options, width: taken })).toBeUndefined();
  });

  it('pairs refuse features that cannot be halved', () => {
    for (const name of ['resnet9-pair', 'resnet50-pair'] as const) {
      const problem = backbones[name].check({ width: 1, features: 255, dense: false });
      expect(problem).toMatchObject({ option: 'features', expected: 'an even number' });
    }
  });
});
