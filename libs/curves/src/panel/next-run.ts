import type { Stream } from '@nhat/random';
import { budgetToAdd } from './budget-to-add';
import { armOf, ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
import { panelDraws } from './panel-draws';
import type { DrawnUtility } from './panel-draws';
import { studySpread } from './spread';
import type { PanelSpread } from './spread';
import { utilityInterval } from './utility-interval';
import { totalOf, varianceParts } from './variance-parts';

/**
 * When a study is finished. `width`: every 95 % interval spans at most so many doublings; only the spread is looked at, so the coverage
 * stays. `verdict`: every 99 % interval excludes U = 0, or the 95 % interval spans at most so many doublings; up to seven looks at 99 % are wrong in 5 %
 * of utilities.
 */
export interface Goal {
  kind: 'width' | 'verdict';
  doublings: number;
}

/** One more training (a seed), or the first ones of a budget from scratch. */
export interface NextRun {
  kind: 'scratch' | 'finetuned' | 'budget';
  n: number;
  /** Trainings that it adds: 1, or the seeds of a new budget. */
  trainings: number;
  /** Share of the variance of all open intervals together that it takes away, per unit of cost. */
  gain: number;
}

/**
 * `stop` is null while something is to run. `goal`: all intervals are closed. `ceiling`: every useful cell has the most seeds allowed. `one network`: a
 * verdict on a method needs another pretrained network. `nothing helps`: the curve does not rise, or nothing ran twice.
 */
export interface NextRuns {
  stop: 'goal' | 'ceiling' | 'one network' | 'nothing helps' | null;
  /** Budgets of the arm whose intervals are open. */
  open: number[];
  /** The best two, the better one first; empty when stopped. */
  runs: NextRun[];
}

export interface NextRunOptions {
  goal: Goal;
  /** Of one training, in any unit; a finetuned seed includes its pretraining where it needs one. */
  cost(kind: 'scratch' | 'finetuned', n: number): number;
  draws: number;
  stream: Stream;
  /** 8 by default. */
  mostSeeds?: number;
  /** Runs of a round; 2 by default, one a core. */
  round?: number;
}

/**
 * What to run next for the utilities of an arm, as a function of the results so far, so that the sequence can be repeated. By the
 * delta method every cell has a part in the variance of each open interval; one more seed takes 1/(k + 1) of that part. A new
 * budget competes where the interval leaves the ladder or touches a step more than twice apart. Throws a RangeError
 * for an arm that the panel does not have.
 */
export function nextRun(panel: Panel, armName: string, options: NextRunOptions): NextRuns {
  const { goal, draws, stream } = options;
  const arm = armOf(panel, armName);
  const spread = studySpread([panel])[0]!;
  const drawn = panelDraws(panel, spread, { draws, stream });
  if (!drawn) return stopped('nothing helps', []);
  const { utilities, thisNetworkOnly } = armOf(drawn, armName);
  const open = utilities.filter((utility) => !isClosed(utility, goal));
  const budgets = open.map(({ n }) => n);
  if (open.length === 0) return stopped('goal', []);
  if (thisNetworkOnly && goal.kind === 'verdict') return stopped('one network', budgets);
  const gains = [
    ...seedGains(panel, spread, arm, open, options),
    ...budgetGains(panel, spread, arm, open, options),
  ];
  if (gains.length === 0) return stopped('nothing helps', budgets);
  const allowed = gains.filter((run) => seedsOf(panel, arm, run) < (options.mostSeeds ?? 8));
  if (allowed.length === 0) return stopped('ceiling', budgets);
  return { stop: null, open: budgets, runs: chosen(allowed, options.round ?? 2) };
}

const stopped = (stop: NextRuns['stop'], open: number[]): NextRuns => ({ stop, open, runs: [] });

/** Levels of a look: of the interval that must exclude 0, and of the one whose width counts. */
const CLEAR = 0.99;
const WIDTH = 0.95;

function isClosed(utility: DrawnUtility, { kind, doublings }: Goal): boolean {
  const { low, high, lowOpen, highOpen } = utilityInterval(utility, WIDTH);
  const narrow = !lowOpen && !highOpen && high - low <= doublings;
  return narrow || (kind === 'verdict' && utilityInterval(utility, CLEAR).verdict !== 'unclear');
}

function seedGains(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  open: readonly DrawnUtility[],
  { cost }: NextRunOptions,
): NextRun[] {
  const gains = new Map<string, NextRun>();
  const add = (kind: 'scratch' | 'finetuned', n: number, share: number) => {
    const before = gains.get(`${kind} ${n}`)?.gain ?? 0;
    const gain = before + share / cost(kind, n);
    gains.set(`${kind} ${n}`, { kind, n, trainings: 1, gain });
  };
  for (const { n } of open) {
    const parts = varianceParts(panel, spread, arm, n);
    if (!parts) continue;
    const total = totalOf(parts);
    for (const { n: budget, runs, part } of parts.scratch) {
      add('scratch', budget, part / (runs + 1) / total);
    }
    const { runs, part } = parts.finetuned;
    add('finetuned', n, (part + parts.network) / (runs + 1) / total);
  }
  return [...gains.values()].filter(({ gain }) => gain > 0);
}

function budgetGains(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  open: readonly DrawnUtility[],
  { cost }: NextRunOptions,
): NextRun[] {
  const gains = new Map<number, NextRun>();
  const trainings = Math.max(
    2,
    Math.min(...ladderOfRuns(panel.scratch).map(({ values }) => values.length)),
  );
  for (const utility of open) {
    const budget = budgetToAdd(panel, spread, arm, utility, WIDTH);
    if (!budget || budget.reason === 'noise' || budget.n < 1) continue;
    // Outside the ladder, and where the step is known to mislead, nothing else helps.
    const share = budget.narrowing === null ? 1 : 1 - budget.narrowing ** 2;
    const gain = share / (trainings * cost('scratch', budget.n));
    const before = gains.get(budget.n)?.gain ?? 0;
    gains.set(budget.n, { kind: 'budget', n: budget.n, trainings, gain: before + gain });
  }
  return [...gains.values()].filter(({ gain }) => gain > 0);
}

function seedsOf(panel: Panel, arm: PanelArm, { kind, n }: NextRun): number {
  const runs = kind === 'finetuned' ? arm.runs : panel.scratch;
  return runs.filter((run) => run.n === n).length;
}

/** The largest gains; what is taken counts half from then on, so that a round may add two seeds to one cell. */
function chosen(gains: readonly NextRun[], round: number): NextRun[] {
  const left = gains.map((run) => ({ run, gain: run.gain }));
  return Array.from({ length: round }, () => {
    const best = left.reduce((a, b) => (b.gain > a.gain ? b : a));
    // The seeds of a budget come together, once.
    best.gain = best.run.kind === 'budget' ? 0 : best.gain / 2;
    return best.run;
  }).filter((run, at, all) => run.kind !== 'budget' || all.indexOf(run) === at);
}
