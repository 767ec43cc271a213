import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { nextRun } from '../panel/next-run';
import type { Goal } from '../panel/next-run';
import { panelDraws } from '../panel/panel-draws';
import type { Panel, PanelRun } from '../panel/panel';
import { studySpread } from '../panel/spread';
import { utilityInterval } from '../panel/utility-interval';
import type { TableOptions } from './table-options';
import type { PanelTruth } from './simulated-panel';

/** What a rule of adding runs costs and finds, as means over simulated studies of one arm. */
export interface SequentialResult {
  /** Trainings by the rule, and by the least number of seeds that is the same in all cells and meets the goal. */
  sequential: number;
  fixed: number;
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

/** A source of runs: each is a function of its kind, budget and seed, whenever it is asked for. */
function sourceOf(truth: PanelTruth, arm: string, random: Stream) {
  const utility = truth.arms[arm]!;
  const run = (kind: 'scratch' | 'finetuned', n: number, seed: number): PanelRun => {
    const common = random.fork(kind, seed).normal();
    const rest = random.fork(kind, seed, n).normal();
    const value = truth.curve(kind === 'scratch' ? n : n * (1 + utility(n)));
    const error = Math.SQRT1_2 * (common + rest);
    const network = kind === 'scratch' ? null : `${seed}`;
    return { n, seed, value: value + truth.noise(n) * error, network };
  };
  const runs = (kind: 'scratch' | 'finetuned', budgets: readonly number[], seeds: number) =>
    budgets.flatMap((n) => Array.from({ length: seeds }, (_, seed) => run(kind, n, seed)));
  const panel = (seeds: number): Panel => ({
    name: truth.name,
    scratch: runs('scratch', truth.scratch, seeds),
    arms: [{ name: arm, runs: runs('finetuned', truth.finetuned, seeds) }],
  });
  return { run, panel };
}

export function simulateSequential(options: SequentialOptions): SequentialResult {
  const { truth, studies } = options;
  const [arm] = Object.keys(truth.arms);
  const sums = { sequential: 0, fixed: 0, held: 0, heldFixed: 0, wrong: 0 };
  for (let study = 0; study < studies; study++) {
    const random = stream('sequential', truth.name, JSON.stringify(options.goal), study);
    const source = sourceOf(truth, arm!, random);
    const sequential = runToEnd(source, arm!, { ...options, random });
    const fixed = runFixed(source, arm!, { ...options, random });
    sums.sequential += countOf(sequential);
    sums.fixed += countOf(fixed);
    sums.held += judged(sequential, arm!, options, random).held;
    sums.heldFixed += judged(fixed, arm!, options, random).held;
    sums.wrong += judged(sequential, arm!, options, random).wrong;
  }
  const means = Object.entries(sums).map(([key, sum]) => [key, sum / studies]);
  return Object.fromEntries(means) as unknown as SequentialResult;
}

type Context = SequentialOptions & { random: Stream };

/** Images seen: 100 a label, and 200,000 for the network of a finetuned seed. */
const cost = (kind: 'scratch' | 'finetuned', n: number) =>
  100 * n + (kind === 'finetuned' ? 200_000 : 0);

function settings({ goal, draws, random, mostSeeds = 8 }: Context, panel: Panel) {
  return { goal, cost, draws, mostSeeds, stream: random.fork('look', countOf(panel)) };
}

function runToEnd(source: ReturnType<typeof sourceOf>, arm: string, context: Context): Panel {
  let panel = source.panel(2);
  for (let round = 0; round < 200; round++) {
    const { runs } = nextRun(panel, arm, settings(context, panel));
    if (runs.length === 0) return panel;
    for (const { kind, n, trainings } of runs) {
      for (let added = 0; added < trainings; added++) panel = withRun(panel, source, kind, n);
    }
  }
  return panel;
}

function withRun(
  panel: Panel,
  source: ReturnType<typeof sourceOf>,
  kind: 'scratch' | 'finetuned' | 'budget',
  n: number,
): Panel {
  const [arm] = panel.arms;
  const next = (runs: readonly PanelRun[]) => runs.filter((run) => run.n === n).length;
  if (kind === 'finetuned') {
    const run = source.run('finetuned', n, next(arm!.runs));
    return { ...panel, arms: [{ ...arm!, runs: [...arm!.runs, run] }] };
  }
  const run = source.run('scratch', n, next(panel.scratch));
  return { ...panel, scratch: [...panel.scratch, run] };
}

function runFixed(source: ReturnType<typeof sourceOf>, arm: string, context: Context): Panel {
  const { mostSeeds = 8 } = context;
  for (let seeds = 2; seeds < mostSeeds; seeds++) {
    const panel = source.panel(seeds);
    if (nextRun(panel, arm, settings(context, panel)).stop === 'goal') return panel;
  }
  return source.panel(mostSeeds);
}

const countOf = ({ scratch, arms }: Panel): number => scratch.length + arms[0]!.runs.length;

function judged(panel: Panel, arm: string, { truth, draws }: SequentialOptions, random: Stream) {
  const spread = studySpread([panel])[0]!;
  const drawn = panelDraws(panel, spread, { draws, stream: random.fork('judge') })!;
  const outcomes = drawn.arms[0]!.utilities.map((utility) => {
    const lambda = Math.log2(1 + truth.arms[arm]!(utility.n));
    const { low, high, lowOpen, highOpen } = utilityInterval(utility, 0.95);
    const { verdict } = utilityInterval(utility, 0.99);
    return {
      held: (lowOpen || lambda >= low) && (highOpen || lambda <= high),
      wrong: (verdict === 'saves' && lambda <= 0) || (verdict === 'costs' && lambda >= 0),
    };
  });
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
const nothing: PanelTruth = { ...slow, name: 'like TCVL, U = 0', arms: { none: () => 0 } };

export const sequentialSettings: readonly { truth: PanelTruth; goal: Goal }[] = [
  { truth: slow, goal: { kind: 'width', doublings: 1 } },
  { truth: slow, goal: { kind: 'width', doublings: 0.7 } },
  { truth: steep, goal: { kind: 'width', doublings: 1 } },
  { truth: steep, goal: { kind: 'verdict', doublings: 0.6 } },
  { truth: nothing, goal: { kind: 'verdict', doublings: 0.6 } },
];

/** Trainings, coverage and wrong verdicts of the rule beside the same number of seeds everywhere. */
export function printNextRun({ repetitions, draws, progress }: TableOptions): void {
  const row = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(8)).join('')}\n`);
  row('truth, goal', ['runs', 'fixed', 'held', 'fixed', 'wrong']);
  for (const { truth, goal } of sequentialSettings) {
    const name = `${truth.name}, ${goal.kind} ≤ ${goal.doublings}`;
    progress(name);
    // A study takes twenty looks, so a tenth of the repetitions.
    const studies = Math.max(1, Math.round(repetitions / 10));
    const result = simulateSequential({ truth, goal, studies, draws });
    const percent = [result.held, result.heldFixed, result.wrong].map((x) => (100 * x).toFixed(1));
    row(name, [result.sequential.toFixed(0), result.fixed.toFixed(0), ...percent]);
  }
}
