import { memory, mul, tensor1d } from '@tensorflow/tfjs-core';
import { gradientCases } from './gradient-case';
import type { GradientCase } from './gradient-case';
import { errorAllowed, gradientError, precisionError, spreadValues } from './gradient-check';
import { openEngine } from './open-engine';
import { bfloat16Names, presentNames } from './testing/present-engines';

describe.each(presentNames())('gradients on %s', (engine) => {
  beforeAll(() => openEngine({ engine, precision: 'float32' }));

  it.each(gradientCases.map((one) => [one.name, one] as const))(
    '%s agrees with finite differences and leaks nothing',
    async (_, one) => {
      const before = memory();
      expect(await gradientError(one)).toBeLessThan(errorAllowed());
      const after = memory();
      expect(after.numTensors).toBe(before.numTensors);
      expect(after.numDataBuffers).toBe(before.numDataBuffers);
    },
  );

  it('a wrong gradient is noticed', async () => {
    const wrong: GradientCase = {
      name: 'x · copy(x): the tape sees one factor, so the gradient is half of the true one',
      inputs: [[4]],
      run: ([x]) => mul(x!, tensor1d([...x!.dataSync()])),
      anyPrecision: true,
    };
    expect(await gradientError(wrong)).toBeCloseTo(0.5, 2);
  });
});

describe.each(bfloat16Names())('bfloat16 on %s', (engine) => {
  beforeAll(() => openEngine({ engine, precision: 'bfloat16' }));
  afterAll(() => openEngine({ engine, precision: 'float32' }));

  it.each(gradientCases.filter((one) => one.anyPrecision).map((one) => [one.name, one] as const))(
    '%s is close to float32 and leaks nothing',
    async (_, one) => {
      const before = memory();
      const error = await precisionError(one);
      expect(error).toBeLessThan(errorAllowed());
      const after = memory();
      expect(after.numTensors).toBe(before.numTensors);
      expect(after.numDataBuffers).toBe(before.numDataBuffers);
    },
  );

  it('bfloat16 is really used', async () => {
    const convolution = gradientCases.find(({ name }) => name === 'conv2d 3×3')!;
    expect(await precisionError(convolution)).toBeGreaterThan(1e-4);
  });
});

describe('spreadValues', () => {
  it('holds every value of an even grid once and none near 0', () => {
    const values = [...spreadValues([3, 5, 8], 2)].sort((a, b) => a - b);
    const gaps = values.slice(1).map((value, i) => value - values[i]!);
    expect(Math.min(...gaps)).toBeCloseTo(2 / 120, 5);
    expect(Math.max(...gaps)).toBeCloseTo(2 / 120, 5);
    expect(Math.min(...values.map(Math.abs))).toBeGreaterThan(0.008);
  });
});
