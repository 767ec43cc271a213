import { stream } from '@nhat/random';
import { simulateAnswers } from '../testing/simulated-answers';
import { simulateSequential } from '../testing/sequential';
import { simulatePanel } from '../testing/simulated-panel';
import { nextRuns } from './next-run';
import type { NextRunOptions, PricedRun } from './next-run';
import type { Panel } from './panel';
import type { Goal } from './utility-state';

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
const nextOf = (panels: Panel[], goal: Goal, options: Partial<NextRunOptions> = {}) => {
  const found = nextRuns(panels, {
    ...{ goal, cost: () => 1, draws: 400, stream: stream('draws') },
    ...options,
  });
  const open = found.utilities.filter(({ state }) => state !== 'closed').map(({ n }) => n);
  return { ...found, open };
};
const next = (panel: Panel, goal: Goal, options: Partial<NextRunOptions> = {}) =>
  nextOf([panel], goal, options);

it('stops where every interval is narrow enough', () => {
  expect(next(panelOf(), width(5))).toMatchObject({ stop: 'goal', open: [], runs: [] });
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
    const cost = ({ arm }: PricedRun) => ((arm === null) === (expensive === 'scratch') ? 1000 : 1);
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
  expect(next(panelOf({}, 1), goal)).toMatchObject({ stop: 'needs networks', runs: [] });
  expect(next(panelOf({}, 1), width(0.01)).stop).toBeNull();
});

it('a verdict is a goal of its own: a clear utility needs no narrow interval', () => {
  const clear = panelOf({ arms: { arm: () => 3 } });
  expect(next(clear, width(0.01)).stop).toBeNull();
  expect(next(clear, { kind: 'verdict', doublings: 0.01 }).stop).toBe('goal');
});

it('adds the budget that a narrow interval between distant ones needs, and no seed', () => {
  const { stop, utilities, runs } = next(
    panelOf({ scratch: [50, 800], noise: () => 0.0005, finetuned: [100] }),
    width(3),
  );
  expect([stop, utilities[0]!.state]).toEqual([null, 'distant']);
  expect(runs.map(({ kind }) => kind)).toEqual(['budget']);
  const n = runs[0]!.n;
  expect(n).toBeGreaterThan(50);
  expect(n).toBeLessThan(800);
});

it('adds no budget above a plateau of scratch', () => {
  const curve = (n: number) => truth.curve(Math.min(n, 400));
  const flat = panelOf({ curve, arms: { arm: () => 30 } });
  const above = flat.arms.map((arm) => ({
    ...arm,
    runs: arm.runs.map((run) => ({ ...run, value: run.value + 0.2 })),
  }));
  expect(next({ ...flat, arms: above }, width(0.5)).stop).toBe('nothing helps');
});

it('never asks for a training that cannot be made', () => {
  const above = panelOf({ arms: { arm: () => 30 } });
  const cost = ({ n }: PricedRun) => (n > 800 ? Infinity : 1);
  expect(next(above, width(0.5), { cost })).toMatchObject({ stop: 'nothing helps', runs: [] });
});

it('stays within the trainings that are left, and within the seeds of a cell in one round', () => {
  const above = panelOf({ arms: { arm: () => 30 }, finetuned: [100] });
  const trainings = (mostTrainings: number) =>
    next(above, width(0.01), { mostTrainings, round: 4 }).runs.reduce(
      (sum, run) => sum + run.trainings,
      0,
    );
  expect(trainings(3)).toBe(3);
  expect(next(above, width(0.01), { mostTrainings: 2 }).stop).toBe('ceiling');
  const { runs } = next(panelOf(), width(0.01), { round: 50, mostSeeds: 5 });
  const cells = runs.map(({ kind, n }) => `${kind} ${n}`);
  for (const cell of cells) expect(cells.filter((one) => one === cell).length).toBeLessThan(3);
});

it('asks for networks where these differ by more than the goal, and for seeds where less', () => {
  const stopOf = (between: number) => {
    const design = { seeds: 12, networks: 4, between, correlation: 0.5 };
    return next(simulatePanel(truth, design, stream('networks')), width(0.6), { mostSeeds: 20 });
  };
  expect(stopOf(0.2).stop).toBe('needs networks');
  expect(stopOf(0).stop).not.toBe('needs networks');
});

it('gives no verdict where runs did not learn their own images', () => {
  const goal: Goal = { kind: 'verdict', doublings: 0.01 };
  const panel = panelOf({ arms: { arm: () => 3 } });
  const scratch = panel.scratch.map((run) => ({ ...run, fitted: false }));
  const { stop, utilities } = next({ ...panel, scratch }, goal);
  expect(stop).toBe('not fitted');
  expect(utilities.map(({ state }) => state)).toEqual(['not fitted', 'not fitted']);
});

it('adds no run to narrow a row that is refused for another reason than its width', () => {
  const panel = panelOf();
  const unfitted = { ...panel, scratch: panel.scratch.map((run) => ({ ...run, fitted: false })) };
  expect(next(unfitted, width(0.01))).toMatchObject({ stop: 'not fitted', runs: [] });
  expect(next(panel, width(0.01), { chance: () => 2 })).toMatchObject({
    ...{ stop: 'at chance', runs: [] },
    utilities: [{ interval: null }, { interval: null }],
  });
  const flat = next(panelOf({ curve: () => 0.5 }), width(0.01));
  expect(flat).toMatchObject({ stop: 'flat', runs: [] });
  const half = panel.arms[0]!.runs.map((run) => ({ ...run, fitted: run.n !== 100 }));
  const { stop, runs, utilities } = next(
    { ...panel, arms: [{ name: 'arm', runs: half }] },
    width(0.01),
  );
  expect([stop, ...utilities.map(({ state }) => state)]).toEqual([null, 'not fitted', 'open']);
  expect(runs.every(({ narrows }) => narrows.n === 200)).toBe(true);
});

it('asks for test images where their choice alone is wider than the goal', () => {
  const answered = simulateAnswers(
    { images: 200, seeds: 4, shared: 0, utility: 1 },
    stream('few test images'),
  );
  const { stop, utilities } = next(answered, width(0.3), { concerns: ({ n }) => n === 200 });
  expect(stop).toBe('needs test images');
  expect(utilities.map(({ state }) => state)).toEqual(['needs test images']);
  const unanswered = {
    ...answered,
    scratch: answered.scratch.map(({ answers: _, ...run }) => run),
  };
  expect(next(unanswered, width(0.3), { concerns: ({ n }) => n === 200 }).stop).toBeNull();
});

describe('a study', () => {
  const arms = { arm: () => 0.5, other: () => 0.6 };
  const both = panelOf({ arms });

  it('counts a run from scratch for every arm that it serves', () => {
    const gainOf = (panel: Panel) => {
      const { runs } = next(panel, width(0.01), { round: 20 });
      return Math.max(...runs.filter(({ arm }) => arm === null).map(({ gain }) => gain));
    };
    const [first] = both.arms;
    expect(gainOf(both)).toBeGreaterThan(1.2 * gainOf({ ...both, arms: [first!] }));
  });

  it('leaves closed panels alone, and names panel and arm of what it runs', () => {
    const closed = { ...panelOf({ noise: () => 1e-4 }), name: 'closed' };
    const { runs, utilities } = nextOf([closed, both], width(0.2), { round: 10 });
    expect(runs.every(({ panel }) => panel === both.name)).toBe(true);
    expect(new Set(runs.map(({ arm }) => arm))).toContain('other');
    expect(utilities.map(({ panel }) => panel)).toEqual(
      [closed, closed, both, both, both, both].map(({ name }) => name),
    );
  });

  it('predicts how wide the interval will be that a run narrows', () => {
    const { runs, utilities } = next(both, width(0.01));
    const { from, to, ...named } = runs[0]!.narrows;
    const { interval } = utilities.find(({ arm, n }) => arm === named.arm && n === named.n)!;
    expect(from).toBeCloseTo(interval!.high - interval!.low, 12);
    expect(to).toBeLessThan(from!);
    expect(to).toBeGreaterThan(0);
  });

  it('goes on where one panel needs networks and another does not', () => {
    const goal: Goal = { kind: 'verdict', doublings: 0.01 };
    const one = { ...panelOf({ arms: { arm: () => 0 } }, 1), name: 'one' };
    const { stop, runs } = nextOf([one, panelOf({ arms: { arm: () => 0 } })], goal);
    expect(stop).toBeNull();
    expect(runs.every(({ panel }) => panel === truth.name)).toBe(true);
  });
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
