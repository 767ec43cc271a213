import { stream } from '@nhat/random';
import { simulatePanel } from '../testing/simulated-panel';
import { designsOf, networkShare } from './networks';
import { networkVariance } from './network-variance';
import type { Panel, PanelRun } from './panel';

/** Runs of one arm: the values of each network's seeds. */
const runs = (n: number, networks: Record<string, number[]>): PanelRun[] => {
  let seed = 0;
  return Object.entries(networks).flatMap(([network, values]) =>
    values.map((value) => ({ n, seed: seed++, value, network })),
  );
};
const panel = (...arms: PanelRun[][]): Panel => ({
  name: 'panel',
  scratch: [],
  arms: arms.map((list, at) => ({ name: `arm ${at}`, runs: list })),
});
const nested = { a: [1, 3], b: [5, 7] };

it('is the one-way analysis of variance: (16 − 2) / 2', () => {
  expect(networkVariance([panel(runs(100, nested))])).toEqual({ variance: 7, df: 1 });
});

it('averages a seed over its budgets, whatever their means', () => {
  const two = [...runs(100, nested), ...runs(400, { a: [41, 43], b: [45, 47] })];
  expect(networkVariance([panel(two)])).toEqual({ variance: 7, df: 1 });
});

it('pools arms by their networks − 1 before it is cut at 0', () => {
  // Three networks that agree: (0 − 2) / 2 = −1 with 2 degrees of freedom.
  const agree = runs(100, { a: [1, 3], b: [1, 3], c: [1, 3] });
  const pooled = networkVariance([panel(runs(100, nested)), panel(agree)])!;
  expect(pooled.df).toBe(3);
  expect(pooled.variance).toBeCloseTo((7 - 2) / 3, 12);
  expect(networkVariance([panel(agree)])).toEqual({ variance: 0, df: 2 });
});

it('is unknown with one network, and where every seed has its own', () => {
  expect(networkVariance([panel(runs(100, { a: [1, 2, 3] }))])).toBeNull();
  expect(networkVariance([panel(runs(100, { a: [1], b: [2], c: [3] }))])).toBeNull();
});

it('is right on average over simulated studies', () => {
  const truth = {
    name: 'truth',
    ...{ curve: () => 0, arms: { one: () => 0 }, scratch: [100], noise: () => 1 },
    finetuned: [100, 200, 400],
  };
  const design = { seeds: 6, networks: 3, between: 1.5, correlation: 0.5 };
  const studies = Array.from({ length: 400 }, (_, at) =>
    simulatePanel(truth, design, stream('network variance', at)),
  );
  // 800 degrees of freedom: a standard error of 7 %.
  expect(networkVariance(studies)!.variance).toBeGreaterThan(0.8 * 1.5 ** 2);
  expect(networkVariance(studies)!.variance).toBeLessThan(1.2 * 1.5 ** 2);
});

it('a single run follows the design of the arms beside it', () => {
  const arms = panel(
    runs(100, { a: [1] }),
    runs(100, { b: [1], c: [2] }),
    runs(100, { d: [1, 2] }),
  ).arms;
  expect(designsOf(arms)).toEqual(['own', 'own', 'nested']);
});

it('a mean over networks holds the sum of their squared shares of the variance between them', () => {
  expect(networkShare(runs(100, { a: [1, 2] }))).toBe(1);
  expect(networkShare(runs(100, { a: [1], b: [2], c: [3], d: [4] }))).toBe(0.25);
  expect(networkShare(runs(100, { a: [1, 2, 3], b: [4] }))).toBe(0.625);
});
