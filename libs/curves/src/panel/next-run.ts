import type { Stream } from '@nhat/random';
import { mean } from '../ladder';
import type { Ladder } from '../ladder';
import { errorOfMean } from '../resample';
import { studentQuantile } from '../student';
import { budgetToAdd } from './budget-to-add';
import { ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
import { possibleBudget } from './possible-budget';
import type { PossibleBudgets } from './possible-budget';
import type { PanelSpread } from './spread';
import { WIDTH, stateOfPanels } from './utility-state';
import type { Goal, NamedBy, PanelState, Refusal, UtilityState } from './utility-state';
import { totalOf, varianceParts } from './variance-parts';

/** One more training (a seed), or the first ones of a budget from scratch. */
export interface NextRun {
  panel: string;
  kind: 'scratch' | 'finetuned' | 'budget';
  /** The arm of a finetuned seed; null from scratch. */
  arm: string | null;
  n: number;
  /** Trainings that it adds: 1, or the seeds of a new budget. */
  trainings: number;
  /** Of these trainings together. */
  cost: number;
  /** Share of the variance of all open intervals together that it takes away, per unit of cost. */
  gain: number;
  /** The open interval that it narrows most. */
  narrows: Narrowing;
}

/** Widths in doublings, before and as predicted after a run; null where they have no end, or where nothing is predicted. */
export interface Narrowing extends NamedBy {
  from: number | null;
  to: number | null;
}

/**
 * `stop` is null while something is to run. `goal`: all intervals are closed. `ceiling`: every useful cell has the most seeds
 * allowed, or the trainings are used up. `needs networks`, `needs test images`: the open intervals need more of these. `not fitted`, `at chance`,
 * `flat`: all that is not closed is refused, this being the first reason. `nothing helps`: no run that can be made narrows an open interval.
 */
export interface NextRuns {
  stop:
    'goal' | 'ceiling' | 'needs networks' | 'needs test images' | Refusal | 'nothing helps' | null;
  /** Every utility of the study, by panel, arm and budget. */
  utilities: UtilityState[];
  /** The best, the better ones first; empty when stopped. */
  runs: NextRun[];
}

/** A training whose cost is asked for. */
export interface PricedRun {
  panel: string;
  /** Null from scratch. */
  arm: string | null;
  n: number;
}

export interface NextRunOptions {
  goal: Goal;
  /**
   * Of one more training, in any unit; a finetuned seed includes its pretraining where it needs one. Infinity for a training that
   * cannot be made.
   */
  cost(run: PricedRun): number;
  /** The metric of the best constant answer, oriented like the runs of the panel; null (the default): not known. */
  chance?(panel: string): number | null;
  /** The budgets that a panel can have; null (the default): any. */
  budgets?(panel: string): PossibleBudgets | null;
  draws: number;
  stream: Stream;
  /** The utilities that the study is for; all by default. */
  concerns?(utility: NamedBy): boolean;
  /** Seeds of a cell; 8 by default. */
  mostSeeds?: number;
  /** Trainings that may still be added; without end by default. */
  mostTrainings?: number;
  /** Runs of a round; 2 by default, one a core. */
  round?: number;
}

/**
 * What to run next for the utilities of a study, as a function of the results so far, so that the sequence can be repeated. By the
 * delta method every cell has a part in the variance of each open interval; one more seed takes 1/(k + 1) of that part. Runs
 * from scratch serve all arms of their panel. A new budget competes where the interval leaves the ladder or touches a step more
 * than twice apart. Throws a RangeError for a panel that `checkPanel` refuses.
 */
export function nextRuns(panels: readonly Panel[], options: NextRunOptions): NextRuns {
  const { concerns = () => true } = options;
  const states = stateOfPanels(panels, options).map((state) => ({
    ...state,
    states: state.states.filter(concerns),
  }));
  const utilities = states.flatMap(({ states: ofPanel }) => ofPanel);
  const stopped = (stop: NextRuns['stop']): NextRuns => ({ stop, utilities, runs: [] });
  if (utilities.every(({ state }) => state === 'closed')) return stopped('goal');
  const open = states.filter(({ states: ofPanel }) => ofPanel.some(isOpen));
  if (open.length === 0) {
    const needs = NEEDS.find((need) => utilities.some(({ state }) => state === need));
    return stopped(needs ?? 'nothing helps');
  }
  const candidates = open.flatMap((panel) => candidatesOf(panel, options));
  if (candidates.length === 0) return stopped('nothing helps');
  const runs = chosen(candidates, options);
  return runs.length === 0 ? stopped('ceiling') : { stop: null, utilities, runs };
}

/** In the order in which they are said. */
const NEEDS = ['needs networks', 'needs test images', 'not fitted', 'at chance', 'flat'] as const;

const isOpen = ({ state }: UtilityState): boolean => state === 'open' || state === 'distant';

interface Candidate {
  run: NextRun;
  /** Runs of its cell. */
  seeds: number;
}

function candidatesOf(state: PanelState, { cost, budgets }: NextRunOptions): Candidate[] {
  const { panel, spread } = state;
  const possible = budgets?.(panel.name) ?? null;
  const candidates = new Map<string, Candidate>();
  const add = (share: number, run: Omit<NextRun, 'panel' | 'cost' | 'gain'>) => {
    const { kind, arm, n, trainings } = run;
    const price = trainings * cost({ panel: panel.name, arm, n });
    const gain = share / price;
    if (!(gain > 0)) return;
    const key = JSON.stringify([kind, arm, n]);
    const before = candidates.get(key);
    if (before === undefined) {
      const full = { panel: panel.name, ...run, cost: price, gain };
      candidates.set(key, { run: full, seeds: seedsOf(panel, full) });
    } else {
      if (isNarrower(run.narrows, before.run.narrows)) before.run.narrows = run.narrows;
      before.run.gain += gain;
    }
  };
  for (const utility of state.states.filter(isOpen)) {
    const arm = panel.arms.find(({ name }) => name === utility.arm)!;
    if (utility.state === 'open') addSeeds(panel, spread, arm, utility, add);
    addBudget(state, arm, utility, { possible, add });
  }
  return [...candidates.values()];
}

type Add = (share: number, run: Omit<NextRun, 'panel' | 'cost' | 'gain'>) => void;

function addSeeds(
  panel: Panel,
  spread: PanelSpread,
  arm: PanelArm,
  utility: UtilityState,
  add: Add,
): void {
  const parts = varianceParts(panel, spread, arm, utility.n);
  if (!parts) return;
  const total = totalOf(parts);
  const from = widthOf(utility);
  const narrows = (share: number): Narrowing => ({
    ...{ panel: panel.name, arm: arm.name, n: utility.n, from },
    to: from === null ? null : from * Math.sqrt(1 - share),
  });
  for (const { n, runs, part } of parts.scratch) {
    const share = part / (runs + 1) / total;
    add(share, { kind: 'scratch', arm: null, n, trainings: 1, narrows: narrows(share) });
  }
  const { n, runs, part } = parts.finetuned;
  const share = part / (runs + 1) / total;
  add(share, { kind: 'finetuned', arm: arm.name, n, trainings: 1, narrows: narrows(share) });
}

function addBudget(
  { panel, spread }: PanelState,
  arm: PanelArm,
  utility: UtilityState,
  { possible, add }: { possible: PossibleBudgets | null; add: Add },
): void {
  const ladder = ladderOfRuns(panel.scratch);
  const wanted = budgetToAdd(panel, spread, arm, utility.drawn!, WIDTH);
  const budgets = ladder.map(({ n }) => n);
  const budget = wanted && possible ? possibleBudget(wanted, budgets, possible) : wanted;
  if (!budget || budget.reason === 'noise' || budget.n < 1) return;
  if (ladder.some((cell) => cell.n === budget.n)) return;
  if (budget.reason === 'above' && !rises(ladder.slice(-2), spread)) return;
  if (budget.reason === 'below' && !rises(ladder.slice(0, 2), spread)) return;
  const from = widthOf(utility);
  const { n, narrowing } = budget;
  const to = from === null || narrowing === null ? null : from * narrowing;
  const narrows = { panel: panel.name, arm: arm.name, n: utility.n, from, to };
  // Outside the ladder, and where the step is known to mislead, nothing else helps.
  const share = narrowing === null ? 1 : 1 - narrowing ** 2;
  const trainings = Math.max(2, Math.min(...ladder.map(({ values }) => values.length)));
  add(share, { kind: 'budget', arm: null, n, trainings, narrows });
}

/** Whether scratch clearly rises between two budgets: beyond a plateau another budget shows nothing. */
function rises([from, to]: Ladder, { scratch }: PanelSpread): boolean {
  if (!from || !to || !scratch) return false;
  const error = Math.hypot(errorOfMean(from, scratch), errorOfMean(to, scratch));
  const df = Math.max(1, Math.floor(scratch.df));
  return mean(to.values) - mean(from.values) > studentQuantile(WIDTH, df) * error;
}

const widthOf = ({ interval }: UtilityState): number | null =>
  interval === null || interval.lowOpen || interval.highOpen ? null : interval.high - interval.low;

const ratio = ({ from, to }: Narrowing): number => (from === null || to === null ? 1 : to / from);

const isNarrower = (one: Narrowing, other: Narrowing): boolean => ratio(one) < ratio(other);

function seedsOf(panel: Panel, { kind, arm, n }: NextRun): number {
  const runs =
    kind === 'finetuned' ? panel.arms.find(({ name }) => name === arm)!.runs : panel.scratch;
  return runs.filter((run) => run.n === n).length;
}

/**
 * The largest gains; what is taken counts half from then on, so that a round may add two seeds to one cell. The seeds of a budget
 * come together, once.
 */
function chosen(
  candidates: readonly Candidate[],
  { round = 2, mostSeeds = 8, mostTrainings = Infinity }: NextRunOptions,
): NextRun[] {
  const pool = candidates.map(({ run, seeds }) => ({ run, seeds, gain: run.gain }));
  const runs: NextRun[] = [];
  let left = mostTrainings;
  while (runs.length < round) {
    const [first, ...others] = pool.filter(
      ({ run, seeds, gain }) => gain > 0 && seeds < mostSeeds && run.trainings <= left,
    );
    if (first === undefined) break;
    const best = others.reduce((a, b) => (b.gain > a.gain ? b : a), first);
    runs.push(best.run);
    left -= best.run.trainings;
    best.seeds++;
    best.gain = best.run.kind === 'budget' ? 0 : best.gain / 2;
  }
  return runs.sort((a, b) => b.gain - a.gain);
}
