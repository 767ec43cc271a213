import { memory, mul, tensor1d } from '@tensorflow/tfjs-core';
import { gradientCases } from './gradient-case';
import type { GradientCase } from './gradient-case';
import { errorAllowed, gradientError, precisionError, spreadValues } from './gradient-check';
import { openEngine } from './open-engine';
import { preparedRungs } from './testing/prepared-rungs';

describe.each(preparedRungs())('gradients on %s', (rung) => {
  beforeAll(() => openEngine({ rung, precision: 'float32' }));

  it.each(gradientCases.map((one) => [one.name, one] as const))(
    '%s agrees with finite differences and leaks nothing',
    (_, one) => {
      const before = memory();
      expect(gradientError(one)).toBeLessThan(errorAllowed());
      const after = memory();
      expect(after.numTensors).toBe(before.numTensors);
      expect(after.numDataBuffers).toBe(before.numDataBuffers);
    },
  );

  it('a wrong gradient is noticed', () => {
    const wrong: GradientCase = {
      name: 'x · copy(x): the tape sees one factor, so the gradient is half of the true one',
      inputs: [[4]],
      run: ([x]) => mul(x!, tensor1d([...x!.dataSync()])),
      anyPrecision: true,
    };
    expect(gradientError(wrong)).toBeCloseTo(0.5, 2);
  });
});

describe.each(preparedRungs().filter((rung) => rung === 'native'))('bfloat16 on %s', (rung) => {
  beforeAll(() => openEngine({ rung, precision: 'bfloat16' }));
  afterAll(() => openEngine({ rung, precision: 'float32' }));

  it.each(gradientCases.filter((one) => one.anyPrecision).map((one) => [one.name, one] as const))(
    '%s is close to float32 and leaks nothing',
    (_, one) => {
      const before = memory();
      const error = precisionError(one);
      expect(error).toBeLessThan(errorAllowed());
      const after = memory();
      expect(after.numTensors).toBe(before.numTensors);
      expect(after.numDataBuffers).toBe(before.numDataBuffers);
    },
  );

  it('bfloat16 is really used', () => {
    const convolution = gradientCases.find(({ name }) => name === 'conv2d 3×3')!;
    expect(precisionError(convolution)).toBeGreaterThan(1e-4);
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
