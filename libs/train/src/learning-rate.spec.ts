import { learningRate } from './learning-rate';

describe('learningRate', () => {
  const rate = learningRate({ steps: 101, peakRate: 1, finalRate: 0.1, warmup: 0.2 });

  it('rises linearly from just above 0 to the peak and falls linearly to the final rate', () => {
    expect(rate(0)).toBeCloseTo(1 / 21, 12);
    expect(rate(9)).toBeCloseTo(10 / 21, 12);
    expect(rate(20)).toBe(1);
    expect(rate(60)).toBeCloseTo(0.55, 12);
    expect(rate(100)).toBeCloseTo(0.1, 12);
  });

  it('has its largest value once, at the peak', () => {
    const rates = Array.from({ length: 101 }, (_, step) => rate(step));
    expect(rates.filter((value) => value >= 1)).toEqual([1]);
  });

  it('starts at the peak without a warm-up and ends at it when it only warms up', () => {
    expect(learningRate({ steps: 50, peakRate: 3e-3, finalRate: 1e-6, warmup: 0 })(0)).toBe(3e-3);
    expect(learningRate({ steps: 50, peakRate: 3e-3, finalRate: 1e-6, warmup: 1 })(49)).toBe(3e-3);
  });

  it.each([1, 2, 3])('stays between 0 and the peak in a run of %i steps', (steps) => {
    const short = learningRate({ steps, peakRate: 2, finalRate: 1, warmup: 0.025 });
    for (let step = 0; step < steps; step++) {
      expect(short(step)).toBeGreaterThan(0);
      expect(short(step)).toBeLessThanOrEqual(2);
    }
  });
});
