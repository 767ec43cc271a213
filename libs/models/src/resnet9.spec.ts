import { memory, openEngine, openedRung, tensor4d, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { resnet9 } from './resnet9';
import { createWeights } from './weights';

beforeAll(() => openEngine({ rung: openedRung() }));

const images = (batch: number, size: number) => {
  const s = stream(3, 'images');
  const values = Float32Array.from({ length: batch * size * size * 3 }, () => s.normal());
  return tensor4d(values, [batch, size, size, 3]);
};

describe('resnet9', () => {
  it('has 6,699,328 parameters at width 1 and 256 features', () => {
    // All zeros: drawing them takes seconds, and only the sizes count here.
    const zeros: Stream = { ...stream(1), fork: () => zeros, normal: () => 0, uniform: () => 0 };
    const weights = createWeights(zeros);
    const { features } = resnet9.create({ width: 1, features: 256 }, { weights, channels: 3 });
    const sizes = weights.trainable().map(({ size }) => size);
    expect(sizes.reduce((a, b) => a + b)).toBe(6_699_328);
    expect(features).toBe(256);
    weights.dispose();
  });

  it('its defaults are the paper’s', () => {
    const { width, features } = resnet9.options.properties;
    expect([width.default, features.default]).toEqual([1, 256]);
  });

  it('maps 32 × 32 images to 4 × 4 positions, and features are their mean', () => {
    const weights = createWeights(stream(1));
    const network = resnet9.create({ width: 0.125, features: 12 }, { weights, channels: 3 });
    const x = images(2, 32);
    const [vector, map] = tidy(() =>
      [network.forward(x, false), network.map(x, false)].map((t) => ({
        shape: t.shape,
        values: [...t.dataSync()],
      })),
    );
    expect(vector!.shape).toEqual([2, 12]);
    expect(map!.shape).toEqual([2, 4, 4, 12]);
    vector!.values.forEach((value, i) => {
      const [image, feature] = [Math.floor(i / 12), i % 12];
      const positions = map!.values.filter(
        (_, j) => Math.floor(j / (16 * 12)) === image && j % 12 === feature,
      );
      expect(value).toBeCloseTo(positions.reduce((a, b) => a + b) / 16, 4);
    });
    x.dispose();
    weights.dispose();
  });

  it('moves running statistics in training only, and leaks nothing', () => {
    const weights = createWeights(stream(1));
    const network = resnet9.create({ width: 0.0625, features: 4 }, { weights, channels: 3 });
    const x = images(2, 16);
    const running = () => weights.records().filter(({ name }) => name.includes('running'));
    const start = running();
    const before = memory().numTensors;
    tidy(() => void network.forward(x, false));
    expect(running()).toEqual(start);
    tidy(() => void network.forward(x, true));
    running().forEach((record, i) => expect(record.values).not.toEqual(start[i]!.values));
    expect(memory().numTensors).toBe(before);
    x.dispose();
    weights.dispose();
  });

  it('starts with activations of order 1', () => {
    const weights = createWeights(stream(1));
    const network = resnet9.create({ width: 0.25, features: 64 }, { weights, channels: 3 });
    const x = images(8, 32);
    const values = tidy(() => [...network.forward(x, true).dataSync()]);
    const power = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    expect(power).toBeGreaterThan(0.01);
    expect(power).toBeLessThan(10);
    x.dispose();
    weights.dispose();
  });
});
