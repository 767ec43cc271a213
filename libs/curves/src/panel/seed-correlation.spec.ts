import { stream } from '@nhat/random';
import { ladderOfRuns } from './panel';
import { pooledVariance } from '../pooled-variance';
import { simulatePanel } from '../testing/simulated-panel';
import { seedCorrelation } from './seed-correlation';

const prior = { value: 0.5, weight: 4 };
const truth = {
  name: 'truth',
  ...{ curve: () => 0, arms: {}, scratch: [50, 100, 200, 400], finetuned: [] },
  noise: (n: number) => Math.sqrt(0.5 + 50 / n),
};

/** Groups of simulated scratch runs. */
const groups = (count: number, seeds: number, correlation: number) =>
  Array.from({ length: count }, (_, at) => {
    const design = { seeds, networks: 0, between: 0, correlation };
    const { scratch } = simulatePanel(truth, design, stream('correlation', correlation, at));
    return { runs: scratch, variance: pooledVariance([ladderOfRuns(scratch)])! };
  });

it('is the prior without data', () => {
  expect(seedCorrelation([], prior)).toBe(0.5);
});

// Each group is standardised by its own variance, so a large correlation comes out a little low.
it.each([0, 0.4, 0.9])('finds %f in many groups', (correlation) => {
  const estimate = seedCorrelation(groups(150, 3, correlation), prior);
  expect(estimate).toBeGreaterThan(correlation - 0.17);
  expect(estimate).toBeLessThan(correlation + 0.1);
});

it('two seeds alone move it by a fifth of the way', () => {
  // Deviations ±½ at both budgets, variance ½: one product of 1 over one degree of freedom.
  const runs = [100, 200].flatMap((n) =>
    [0, 1].map((seed) => ({ n, seed, value: seed, network: null })),
  );
  const group = { runs, variance: { v0: 0.5, v1: 0, df: 1 } };
  expect(seedCorrelation([group], prior)).toBeCloseTo((0.5 * 4 + 1) / 5, 12);
});
