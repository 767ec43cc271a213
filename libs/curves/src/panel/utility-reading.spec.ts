import { stream } from '@nhat/random';
import { simulatePanel } from '../testing/simulated-panel';
import { budgetToAdd, onGrid } from './budget-to-add';
import { utilitiesOf } from './contrast';
import { labelsSaved } from './labels-saved';
import type { Panel } from './panel';
import { panelDraws } from './panel-draws';
import { studySpread } from './spread';
import { readUtility } from './utility-reading';
import { bendPart, totalOf, varianceParts } from './variance-parts';

const design = { seeds: 3, networks: 3, between: 0, correlation: 0.5 };
const base = {
  name: 'base',
  curve: (n: number) => 0.1 * Math.log2(n / 25),
  arms: { arm: () => 0.6 },
  scratch: [50, 100, 200, 400, 800],
  finetuned: [100, 200],
  noise: () => 0.008,
};
const panelOf = (change: Partial<typeof base>) =>
  simulatePanel({ ...base, ...change }, design, stream('reading'));
const options = { coverage: 0.95, chance: null };

/** The panel with its spread and the draws of its arm. */
function drawn(panel: Panel) {
  const spread = studySpread([panel])[0]!;
  const draws = panelDraws(panel, spread, { draws: 1000, stream: stream('draws') })!;
  return { panel, spread, arm: panel.arms[0]!, utilities: utilitiesOf(draws, 'arm') };
}
const read = (panel: Panel, chance: number | null = null) => {
  const { spread, utilities } = drawn(panel);
  return readUtility(panel, spread, utilities[0]!, { ...options, chance });
};

describe('a reading', () => {
  it('is a number where the curve rises and the interval is narrow', () => {
    const { kind, estimate, interval } = read(panelOf({}), 0.01);
    expect(kind).toBe('number');
    expect(estimate).toBeGreaterThan(interval!.low);
    expect(estimate).toBeLessThan(interval!.high);
  });

  it('has no number at chance, where scratch or the arm is not clearly above it', () => {
    expect(read(panelOf({}), 0.19)).toEqual({ kind: 'at chance', estimate: null, interval: null });
  });

  it('has no number where the curve does not rise', () => {
    expect(read(panelOf({ curve: () => 0.5 })).kind).toBe('flat');
  });

  it('has no number where a run it rests on did not learn its own images', () => {
    const panel = panelOf({});
    const unfitted = (n: number): Panel => ({
      ...panel,
      scratch: panel.scratch.map((run) => ({ ...run, fitted: run.n !== n })),
    });
    // n̂ = 160 is read between 100 and 200.
    expect(read(unfitted(200)).kind).toBe('not fitted');
    expect(read(unfitted(800)).kind).toBe('number');
  });

  it('states no point and no verdict where the interval spans more than two doublings', () => {
    const { kind, estimate, interval } = read(panelOf({ noise: () => 0.1 }));
    expect({ kind, estimate }).toEqual({ kind: 'wide', estimate: null });
    expect(interval!.high - interval!.low).toBeGreaterThan(2);
    expect(interval!.verdict).toBe('unclear');
  });
});

describe('the parts of a variance', () => {
  const { panel, spread, arm } = drawn(panelOf({ noise: () => 0.001 }));
  const parts = varianceParts(panel, spread, arm, 100)!;

  it('follow the delta method', () => {
    const [left, right] = parts.scratch;
    expect([left!.n, right!.n, parts.finetuned.n]).toEqual([100, 200, 100]);
    const share = parts.labels - Math.log2(100);
    expect(left!.part / right!.part).toBeCloseTo(((1 - share) / share) ** 2, 0);
    expect(parts.network).toBe(0);
    expect(parts.bend).toBeCloseTo((0.2 * share * Math.log(share)) ** 2, 9);
  });

  it('sum to the variance of the draws', () => {
    const noisy = drawn(panelOf({ noise: () => 0.01 }));
    const total = totalOf(varianceParts(noisy.panel, noisy.spread, noisy.arm, 100)!);
    const { low } = noisy.utilities[0]!;
    const centre = low.reduce((sum, value) => sum + value, 0) / low.length;
    const variance = low.reduce((sum, value) => sum + (value - centre) ** 2, 0) / low.length;
    expect(variance / total).toBeGreaterThan(0.6);
    expect(variance / total).toBeLessThan(2.5);
  });

  it('a bend moves no knot, and most at 1/e of a segment', () => {
    expect([bendPart(0, 2), bendPart(1, 2)]).toEqual([0, 0]);
    expect(bendPart(1 / Math.E, 2)).toBeCloseTo((0.2 * 2 * Math.exp(-1)) ** 2, 12);
  });
});

describe('the budget to add', () => {
  const added = (change: Partial<typeof base>) => {
    const { panel, spread, arm, utilities } = drawn(panelOf(change));
    return budgetToAdd(panel, spread, arm, utilities[0]!, 0.95);
  };

  it('lies near n̂ between distant budgets, and narrows the interval', () => {
    const budget = added({ scratch: [50, 800], noise: () => 0.002 })!;
    expect(budget.reason).toBe('distant');
    expect(Math.abs(Math.log2(budget.n / 160))).toBeLessThan(0.5);
    expect(budget.narrowing).toBeLessThan(0.7);
  });

  it('lies above the ladder where n̂ does, and below it likewise', () => {
    expect(added({ arms: { arm: () => 20 } })).toEqual({
      n: 1600,
      reason: 'above',
      narrowing: null,
    });
    expect(added({ arms: { arm: () => -0.7 } })).toMatchObject({ n: 25, reason: 'below' });
  });

  it('is none where budgets are close and their bend hardly counts', () => {
    const budget = added({ noise: () => 0.01 });
    expect(budget?.reason ?? 'noise').toBe('noise');
  });

  it('lies on a grid of quarter doublings, so that methods share it', () => {
    expect([24, 27, 30, 160, 330].map(onGrid)).toEqual([25, 25, 30, 168, 336]);
  });
});

it('labels saved are n times U, and so are the ends of the interval', () => {
  const { utilities } = drawn(panelOf({}));
  const saved = labelsSaved(utilities[1]!, 0.95);
  expect(saved.estimate).toBeCloseTo(200 * (2 ** utilities[1]!.estimate - 1), 9);
  expect(saved.low).toBeLessThan(saved.estimate);
  expect(saved.high).toBeGreaterThan(saved.estimate);
});
