import { stream } from '@nhat/random';
import { simulateSequential } from '../testing/sequential';
import { simulatePanel } from '../testing/simulated-panel';
import { nextRun } from './next-run';
import type { Goal, NextRunOptions } from './next-run';
import type { Panel } from './panel';

const truth = {
  name: 'line',
  curve: (n: number) => 0.1 * Math.log2(n / 25),
  arms: { arm: () => 0.5 },
  scratch: [50, 100, 200, 400, 800],
  finetuned: [100, 200],
  noise: () => 0.02,
};
const panelOf = (change: Partial<typeof truth> = {}, networks = 3) =>
  simulatePanel(
    { ...truth, ...change },
    { seeds: 3, networks, between: 0, correlation: 0.5 },
    stream('next run'),
  );
const width = (doublings: number): Goal => ({ kind: 'width', doublings });
const next = (panel: Panel, goal: Goal, options: Partial<NextRunOptions> = {}) =>
  nextRun(panel, 'arm', {
    ...{ goal, cost: () => 1, draws: 400, stream: stream('draws') },
    ...options,
  });

it('stops where every interval is narrow enough', () => {
  expect(next(panelOf(), width(5))).toEqual({ stop: 'goal', open: [], runs: [] });
});

it('chooses among the cells that n̂ rests on: n̂ = 150 and 300 never need 50 or 800', () => {
  const { stop, open, runs } = next(panelOf(), width(0.01), { round: 6 });
  expect({ stop, open }).toEqual({ stop: null, open: [100, 200] });
  expect(runs).toHaveLength(6);
  expect(runs.filter(({ kind, n }) => kind === 'scratch' && (n === 50 || n === 800))).toEqual([]);
  expect(runs[0]!.gain).toBeGreaterThanOrEqual(runs[5]!.gain);
});

it('weighs gain by cost: an expensive kind of run is left alone', () => {
  const kinds = (expensive: 'scratch' | 'finetuned') => {
    const cost = (kind: 'scratch' | 'finetuned') => (kind === expensive ? 1000 : 1);
    return next(panelOf(), width(0.01), { cost }).runs.map(({ kind }) => kind);
  };
  expect(kinds('scratch')).toEqual(['finetuned', 'finetuned']);
  expect(kinds('finetuned')).toEqual(['scratch', 'scratch']);
});

it('adds a budget, with the seeds of the others, where n̂ lies above the ladder', () => {
  const { runs } = next(panelOf({ arms: { arm: () => 30 } }), width(0.5));
  expect(runs[0]).toMatchObject({ kind: 'budget', n: 1600, trainings: 3 });
});

it('adds a budget once between distant ones', () => {
  const { runs } = next(panelOf({ scratch: [50, 800], noise: () => 0.004 }), width(0.05));
  expect(runs[0]!.kind).toBe('budget');
  expect(runs.filter(({ kind, n }) => kind === 'budget' && n === runs[0]!.n)).toHaveLength(1);
});

it('stops at the most seeds, and where nothing ran twice', () => {
  expect(next(panelOf(), width(0.01), { mostSeeds: 3 }).stop).toBe('ceiling');
  const once = panelOf();
  const single = { ...once, scratch: once.scratch.filter(({ seed }) => seed === 0) };
  expect(next(single, width(0.1)).stop).toBe('nothing helps');
});

it('refuses a verdict on a method from one network, but not a width', () => {
  const goal: Goal = { kind: 'verdict', doublings: 0.01 };
  expect(next(panelOf({}, 1), goal)).toMatchObject({ stop: 'one network', runs: [] });
  expect(next(panelOf({}, 1), width(0.01)).stop).toBeNull();
});

it('a verdict is a goal of its own: a clear utility needs no narrow interval', () => {
  const clear = panelOf({ arms: { arm: () => 3 } });
  expect(next(clear, width(0.01)).stop).toBeNull();
  expect(next(clear, { kind: 'verdict', doublings: 0.01 }).stop).toBe('goal');
});

it('is a function of the results', () => {
  expect(next(panelOf(), width(0.1))).toEqual(next(panelOf(), width(0.1)));
});

it('needs fewer trainings than equal seeds everywhere, and its intervals hold the truth', () => {
  const wide = { ...truth, scratch: [50, 100, 200, 400, 800, 1600, 3200] };
  const result = simulateSequential({ truth: wide, goal: width(0.8), studies: 12, draws: 250 });
  expect(result.sequential).toBeLessThan(0.95 * result.fixed);
  expect(result.held).toBeGreaterThan(0.8);
});
