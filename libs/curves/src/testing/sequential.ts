import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { nextRuns } from '../panel/next-run';
import type { NextRunOptions, PricedRun } from '../panel/next-run';
import { panelDraws } from '../panel/panel-draws';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { utilityInterval } from '../panel/utility-interval';
import type { Goal } from '../panel/utility-state';
import { coverageTruths } from './panel-truths';
import type { TableOptions } from './table-options';
import type { PanelTruth } from './simulated-panel';

/** What a rule of adding runs costs and finds, as means over simulated studies of one panel. */
export interface SequentialResult {
  /** Trainings by the rule, and by the least number of seeds that is the same in all cells and meets the goal. */
  sequential: number;
  fixed: number;
  /** Images seen by the rule, as a share of those with the same seeds everywhere; pretraining included. */
  images: number;
  /** Shares of the 95 % intervals that hold the truth. */
  held: number;
  heldFixed: number;
  /** Share of clear verdicts at 99 % that are wrong. */
  wrong: number;
}

export interface SequentialOptions {
  truth: PanelTruth;
  goal: Goal;
  studies: number;
  draws: number;
  mostSeeds?: number;
}

/** A source of runs: each is a function of its arm, budget and seed, whenever it is asked for. */
function sourceOf(truth: PanelTruth, random: Stream) {
  const run = (arm: string | null, n: number, seed: number): PanelRun => {
    const kind = arm === null ? 'scratch' : 'finetuned';
    const common = random.fork(kind, arm ?? '', seed).normal();
    const rest = random.fork(kind, arm ?? '', seed, n).normal();
    const labels = arm === null ? n : n * (1 + truth.arms[arm]!(n));
    const error = Math.SQRT1_2 * (common + rest);
    const network = arm === null ? null : `${seed}`;
    return { n, seed, value: truth.curve(labels) + truth.noise(n) * error, network };
  };
  const runs = (arm: string | null, budgets: readonly number[], seeds: number) =>
    budgets.flatMap((n) => Array.from({ length: seeds }, (_, seed) => run(arm, n, seed)));
  const panel = (seeds: number): Panel => ({
    name: truth.name,
    scratch: runs(null, truth.scratch, seeds),
    arms: Object.keys(truth.arms).map((name) => ({
      name,
      runs: runs(name, truth.finetuned, seeds),
    })),
  });
  return { run, panel };
}

export function simulateSequential(options: SequentialOptions): SequentialResult {
  const { truth, studies } = options;
  const sums = { sequential: 0, fixed: 0, images: 0, held: 0, heldFixed: 0, wrong: 0 };
  for (let study = 0; study < studies; study++) {
    const random = stream('sequential', truth.name, JSON.stringify(options.goal), study);
    const source = sourceOf(truth, random);
    const sequential = runToEnd(source, { ...options, random });
    const fixed = runFixed(source, { ...options, random });
    const { held, wrong } = judged(sequential, options, random);
    sums.sequential += countOf(sequential);
    sums.fixed += countOf(fixed);
    sums.images += imagesOf(sequential) / imagesOf(fixed);
    sums.held += held;
    sums.heldFixed += judged(fixed, options, random).held;
    sums.wrong += wrong;
  }
  const means = Object.entries(sums).map(([key, sum]) => [key, sum / studies]);
  return Object.fromEntries(means) as unknown as SequentialResult;
}

type Context = SequentialOptions & { random: Stream };

/** Images seen: 100 a label, and 200,000 for the network of a finetuned seed that has none yet. */
const trainingCost = (n: number) => 100 * n;
const PRETRAINING = 200_000;

function imagesOf({ scratch, arms }: Panel): number {
  const trained = [...scratch, ...arms.flatMap(({ runs }) => runs)];
  const networks = arms.map(({ runs }) => new Set(runs.map(({ network }) => network)).size);
  const pretrained = networks.reduce((sum, count) => sum + count, 0);
  return trained.reduce((sum, { n }) => sum + trainingCost(n), PRETRAINING * pretrained);
}

function settings({ goal, draws, random, mostSeeds = 8 }: Context, panel: Panel): NextRunOptions {
  const cost = ({ arm, n }: PricedRun) => {
    const runs = panel.arms.find(({ name }) => name === arm)?.runs ?? [];
    const networks = new Set(runs.map(({ network }) => network)).size;
    const seeds = runs.filter((run) => run.n === n).length;
    return trainingCost(n) + (arm !== null && seeds >= networks ? PRETRAINING : 0);
  };
  return { goal, cost, draws, mostSeeds, stream: random.fork('look', countOf(panel)) };
}

function runToEnd(source: ReturnType<typeof sourceOf>, context: Context): Panel {
  let panel = source.panel(2);
  for (let round = 0; round < 200; round++) {
    const { runs } = nextRuns([panel], settings(context, panel));
    if (runs.length === 0) return panel;
    for (const { arm, n, trainings } of runs) {
      for (let added = 0; added < trainings; added++) panel = withRun(panel, source, arm, n);
    }
  }
  return panel;
}

function withRun(
  panel: Panel,
  source: ReturnType<typeof sourceOf>,
  arm: string | null,
  n: number,
): Panel {
  const more = (runs: readonly PanelRun[]) => {
    const seed = runs.filter((run) => run.n === n).length;
    return [...runs, source.run(arm, n, seed)];
  };
  if (arm === null) return { ...panel, scratch: more(panel.scratch) };
  const arms = panel.arms.map((one) => (one.name === arm ? { ...one, runs: more(one.runs) } : one));
  return { ...panel, arms };
}

function runFixed(source: ReturnType<typeof sourceOf>, context: Context): Panel {
  const { mostSeeds = 8 } = context;
  for (let seeds = 2; seeds < mostSeeds; seeds++) {
    const panel = source.panel(seeds);
    const { utilities } = nextRuns([panel], settings(context, panel));
    // More seeds cannot help where budgets are distant.
    if (utilities.every(({ state }) => state === 'closed' || state === 'distant')) return panel;
  }
  return source.panel(mostSeeds);
}

const countOf = ({ scratch, arms }: Panel): number =>
  arms.reduce((sum, { runs }) => sum + runs.length, scratch.length);

function judged(panel: Panel, { truth, draws }: SequentialOptions, random: Stream) {
  const spread = studySpread([panel])[0]!;
  const drawn = panelDraws(panel, spread, { draws, stream: random.fork('judge') })!;
  const outcomes = drawn.arms.flatMap(({ name, utilities }) =>
    utilities.map((utility) => {
      const lambda = Math.log2(1 + truth.arms[name]!(utility.n));
      const { low, high, lowOpen, highOpen } = utilityInterval(utility, 0.95);
      const { verdict } = utilityInterval(utility, 0.99);
      return {
        held: (lowOpen || lambda >= low) && (highOpen || lambda <= high),
        wrong: (verdict === 'saves' && lambda <= 0) || (verdict === 'costs' && lambda >= 0),
      };
    }),
  );
  const share = (test: (outcome: (typeof outcomes)[number]) => boolean) =>
    outcomes.filter(test).length / outcomes.length;
  return { held: share(({ held }) => held), wrong: share(({ wrong }) => wrong) };
}

const doubling = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => from * 2 ** at);
const logistic = (steepness: number, half: number) => (n: number) =>
  0.1 + 0.85 / (1 + (half / n) ** steepness);

/** Slow and quiet, like the hardest set of the miniature study. */
const slow: PanelTruth = {
  name: 'like TCVL',
  ...{ curve: logistic(0.85, 1300), scratch: doubling(50, 7), noise: () => 0.014 },
  arms: { 'U falls': (n) => 1.5 - 0.3 * Math.log2(n / 100) },
  finetuned: doubling(100, 4),
};
/** Steep, and noisy with few labels. */
const steep: PanelTruth = {
  name: 'like TC--',
  ...{ curve: logistic(1.25, 52), scratch: doubling(25, 7) },
  arms: { 'U falls': (n) => 0.9 - 0.3 * Math.log10(n / 50) },
  finetuned: doubling(50, 4),
  noise: (n) => 0.04 * Math.sqrt(0.2 + 40 / n),
};
/** Three methods that are compared with the same runs from scratch. */
const three: PanelTruth = {
  ...{ ...slow, name: 'like TCVL, three methods' },
  arms: { ...slow.arms, 'U is low': () => 0.3, 'U is high': () => 2 },
};
/** The last setting of the coverage table, where intervals miss the truth, without budgets at the plateau itself. */
const knee: PanelTruth = {
  ...coverageTruths.at(-1)!,
  arms: { 'U = 3': () => 3 },
  finetuned: [100, 200, 300],
};
const nothing: PanelTruth = { ...slow, name: 'like TCVL, U = 0', arms: { none: () => 0 } };

export const sequentialSettings: readonly { truth: PanelTruth; goal: Goal }[] = [
  { truth: slow, goal: { kind: 'width', doublings: 1 } },
  { truth: slow, goal: { kind: 'width', doublings: 0.7 } },
  { truth: steep, goal: { kind: 'width', doublings: 1 } },
  { truth: steep, goal: { kind: 'verdict', doublings: 0.6 } },
  { truth: three, goal: { kind: 'width', doublings: 0.7 } },
  { truth: knee, goal: { kind: 'width', doublings: 1 } },
  { truth: nothing, goal: { kind: 'verdict', doublings: 0.6 } },
];

/** Trainings, coverage and wrong verdicts of the rule beside the same number of seeds everywhere. */
export function printNextRun({ repetitions, draws, progress }: TableOptions): void {
  const row = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(8)).join('')}\n`);
  row('truth, goal', ['runs', 'fixed', 'images', 'held', 'fixed', 'wrong']);
  for (const { truth, goal } of sequentialSettings) {
    const name = `${truth.name}, ${goal.kind} ≤ ${goal.doublings}`;
    progress(name);
    // A study takes twenty looks, so a tenth of the repetitions.
    const studies = Math.max(1, Math.round(repetitions / 10));
    const result = simulateSequential({ truth, goal, studies, draws });
    const images = `${(100 * result.images).toFixed(0)} %`;
    const percent = [result.held, result.heldFixed, result.wrong].map((x) => (100 * x).toFixed(1));
    row(name, [result.sequential.toFixed(0), result.fixed.toFixed(0), images, ...percent]);
  }
}
