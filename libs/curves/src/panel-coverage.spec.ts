import { panelCoverage } from './testing/panel-coverage';
import { RUN_SPREAD, coverageTruths, networkTruth } from './testing/panel-truths';

// 30 studies a cell: a cell is off by up to 12 points, the mean over cells by about 2. `npx nx bench curves` has the exact figures.
const few = { repetitions: 30, draws: 200 };
const truthOf = (name: string) => coverageTruths.find((truth) => truth.name === name)!;
const design = { seeds: 3, networks: 3, between: 0, correlation: 0.5 };

it.each(['like TCVL, budgets 2×', 'sigmoid, half at 600, budgets 4×'])(
  'joint draws hold the truth: %s',
  (name) => {
    const { held, worst } = panelCoverage({ truth: truthOf(name), design }, few);
    expect(held).toBeGreaterThan(0.92);
    expect(worst).toBeGreaterThan(0.8);
  },
);

it('a knee between distant budgets is flagged where it is missed', () => {
  const truth = truthOf('knee between budgets 4×');
  const { flagged } = panelCoverage({ truth, design: { ...design, seeds: 5, networks: 5 } }, few);
  expect(flagged).toBeGreaterThan(0.9);
});

describe('networks that differ as much as runs', () => {
  const settings = { ...design, between: RUN_SPREAD };

  it('a network for each seed: the interval holds the truth of the method', () => {
    expect(panelCoverage({ truth: networkTruth, design: settings }, few).held).toBeGreaterThan(0.9);
  });

  it('one network: it does not, so that no verdict is clear', () => {
    const alone = { ...settings, seeds: 5, networks: 1 };
    const { held, falseVerdicts } = panelCoverage({ truth: networkTruth, design: alone }, few);
    expect(held).toBeLessThan(0.9);
    expect(falseVerdicts).toBe(0);
  });

  it('one network, and another panel that shows how much networks differ: it does', () => {
    const alone = { ...settings, networks: 1 };
    const pilot = {
      truth: { ...networkTruth, name: 'pilot' },
      design: { ...settings, seeds: 8, networks: 4 },
    };
    expect(panelCoverage({ truth: networkTruth, design: alone, pilot }, few).held).toBeGreaterThan(
      0.91,
    );
  });
});
