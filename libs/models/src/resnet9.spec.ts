import { openEngine, chosenEngine, tensor4d, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import { resnet9 } from './resnet9';
import { createWeights } from './weights';
import { featuresOf } from './one-output';

beforeAll(() => openEngine({ engine: chosenEngine() }));

const images = (batch: number, size: number) => {
  const s = stream(3, 'images');
  const values = Float32Array.from({ length: batch * size * size * 3 }, () => s.normal());
  return tensor4d(values, [batch, size, size, 3]);
};

describe('resnet9', () => {
  it('its defaults are the paper’s', () => {
    const { width, features } = resnet9.options.properties;
    expect([width.default, features.default]).toEqual([1, 256]);
  });

  it('starts with activations of order 1', () => {
    const weights = createWeights(stream(1));
    const network = resnet9.create({ width: 0.25, features: 64 }, { weights, channels: 3 });
    const x = images(8, 32);
    const values = tidy(() => [...featuresOf(network, x, true).dataSync()]);
    const power = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    expect(power).toBeGreaterThan(0.01);
    expect(power).toBeLessThan(10);
    x.dispose();
    weights.dispose();
  });
});
