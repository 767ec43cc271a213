import { simulatedCoverage } from './testing/coverage';
import { experiments } from './testing/experiment';

// 40 studies × 3–4 budgets: about ±4 points (2 standard errors); the table over `utilities` has the exact figures.
describe.each(experiments.filter(({ name }) => name.startsWith('like')))('$name', (experiment) => {
  it.each([2, 3])('95 %% intervals from %d seeds hold the truth', (seeds) => {
    const options = { seeds, correlation: 0.5, repetitions: 40, draws: 300 };
    const { held, above, below } = simulatedCoverage(experiment, options);
    expect(held).toBeGreaterThan(0.88);
    expect(above).toBeLessThan(0.09);
    expect(below).toBeLessThan(0.09);
  });
});

it('intervals are not idle: a claim of four times the labels is refused', () => {
  const experiment = experiments.find(({ name }) => name.startsWith('like TCVL'))!;
  const claim = (n: number) => 4 * (1 + experiment.utility(n)) - 1;
  const options = { seeds: 2, correlation: 0.5, repetitions: 15, draws: 300, claim };
  // Where the ladder ends, an open interval holds any larger claim: only the largest budget is near it.
  expect(simulatedCoverage(experiment, options).held).toBeLessThan(0.3);
});
