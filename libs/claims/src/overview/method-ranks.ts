import { holm, ladderOfRuns, mean, meanTerms, ranks, summed } from '@nhat/curves';
import type { DrawnUtility, Rank } from '@nhat/curves';
import { COVERAGE, LEVEL } from '../claim';
import type { StudyCell } from '../study';
import { comparedReadings, drawnGroups } from './drawn-cells';
import type { DrawnCell } from './drawn-cells';

/** The methods of one dataset and network, ranked in each task. */
export interface MethodRanks {
  dataset: string;
  backbone: string;
  tasks: TaskRanks[];
  /** Whether the order differs between tasks; null below two tasks with the same two methods. */
  order: OrderAnswer | null;
}

export interface TaskRanks {
  /** The place of the cell in the study. */
  cell: number;
  task: string;
  /** The budgets at which every ranked method is compared. */
  budgets: readonly number[];
  /** By falling mean of log2(n̂/n); two or more. */
  ranks: RankedMethod[];
  /** Methods of the cell that share no budget with the others. */
  leftOut: readonly string[];
}

export interface RankedMethod extends Rank {
  /** The rank by the mean metric of a linear head and of nearest neighbours on frozen features; null where they were not run. */
  linear: number | null;
  knn: number | null;
}

/**
 * Whether the order of methods differs between tasks. `differs`: of some pair one method is shown to be better in one task and the
 * other one in another (intersection-union, Holm over ordered pairs of methods and of tasks). `same`: one method is the best in every
 * task in 95 % of the draws.
 */
export interface OrderAnswer {
  answer: 'differs' | 'same' | 'open';
  /** Share of the draws in which the best method is not the same in all tasks. */
  bestDiffers: number;
  /** The pair that speaks most for different orders. */
  reversal: Reversal | null;
}

export interface Reversal {
  /** Better in `inTask`, and worse than `other` in `otherTask`. */
  method: string;
  inTask: string;
  other: string;
  otherTask: string;
  /** Share of the draws in which both hold. */
  probability: number;
  /** One-sided, adjusted. */
  p: number;
}

/** Every dataset and network with a task in which two methods can be ranked. */
export const methodRanks = (cells: readonly DrawnCell[]): MethodRanks[] =>
  drawnGroups(cells, ['dataset', 'backbone']).flatMap((group) => {
    const ranked = group.flatMap((drawn) => rankedCell(drawn) ?? []);
    if (ranked.length === 0) return [];
    const { dataset, backbone } = group[0]!.cell;
    return [{ dataset, backbone, tasks: ranked.map(tasksRanks), order: orderOf(ranked) }];
  });

/** A cell with the utilities of each ranked method at the budgets that all of them share. */
interface RankedCell {
  drawn: DrawnCell;
  budgets: readonly number[];
  utilities: ReadonlyMap<string, readonly DrawnUtility[]>;
  leftOut: readonly string[];
}

/** Null where no two methods share a budget. */
function rankedCell(drawn: DrawnCell): RankedCell | null {
  const all = drawn.methods
    .map((method) => ({ method, utilities: comparedReadings(drawn, method) }))
    .filter(({ utilities }) => utilities.length > 0);
  let kept = [...all].sort((a, b) => b.utilities.length - a.utilities.length);
  let budgets = sharedBudgets(kept);
  while (kept.length > 1 && budgets.length === 0) {
    kept = kept.slice(0, -1);
    budgets = sharedBudgets(kept);
  }
  if (kept.length < 2) return null;
  const names = new Set(kept.map(({ method }) => method));
  const entries = all
    .filter(({ method }) => names.has(method))
    .map(({ method, utilities }) => {
      const shared = utilities.filter(({ n }) => budgets.includes(n));
      return [method, shared] as const;
    });
  return {
    ...{ drawn, budgets, utilities: new Map(entries) },
    leftOut: drawn.methods.filter((method) => !names.has(method)),
  };
}

const sharedBudgets = (arms: readonly { utilities: readonly DrawnUtility[] }[]): number[] =>
  (arms[0]?.utilities ?? [])
    .map(({ n }) => n)
    .filter((n) => arms.every(({ utilities }) => utilities.some((utility) => utility.n === n)));

function tasksRanks({ drawn, budgets, utilities, leftOut }: RankedCell): TaskRanks {
  const methods = [...utilities.keys()];
  const [linear, knn] = ['linear', 'knn'].map((name) => headRanks(drawn.cell, methods, name));
  const ranked = ranks([...utilities.values()], COVERAGE).map((rank) => ({
    ...rank,
    linear: linear!.get(rank.arm) ?? null,
    knn: knn!.get(rank.arm) ?? null,
  }));
  return {
    ...{ cell: drawn.at, task: drawn.cell.task, budgets, leftOut },
    ranks: ranked.sort((a, b) => b.estimate - a.estimate),
  };
}

/** The ranks by the mean metric of a head over the budgets at which all methods that have one ran it. */
function headRanks(
  { arms }: StudyCell,
  methods: readonly string[],
  evaluation: string,
): Map<string, number> {
  const heads = methods.flatMap((method) => {
    const arm = arms.find((one) => one.evaluation === evaluation && one.method === method);
    return arm ? [{ method, ladder: ladderOfRuns(arm.runs) }] : [];
  });
  const budgets = (heads[0]?.ladder ?? [])
    .map(({ n }) => n)
    .filter((n) => heads.every(({ ladder }) => ladder.some((cell) => cell.n === n)));
  if (heads.length < 2 || budgets.length === 0) return new Map();
  const means = heads.map(({ method, ladder }) => ({
    method,
    value: mean(ladder.flatMap(({ n, values }) => (budgets.includes(n) ? [mean(values)] : []))),
  }));
  return new Map(
    means.map(({ method, value }) => [
      method,
      1 + means.filter((other) => other.value > value).length,
    ]),
  );
}

/** A task with the drawn means of the methods that all tasks share. */
interface OrderedTask {
  task: string;
  /** One for each method and draw: the ends of the mean of log2(n̂/n). */
  means: readonly { low: Float64Array; high: Float64Array }[];
}

function orderOf(ranked: readonly RankedCell[]): OrderAnswer | null {
  const methods = [...ranked[0]!.utilities.keys()].filter((method) =>
    ranked.every(({ utilities }) => utilities.has(method)),
  );
  if (ranked.length < 2 || methods.length < 2) return null;
  const tasks = ranked.map(({ drawn, utilities }) => ({
    task: drawn.cell.task,
    means: methods.map((method) => summed(meanTerms(utilities.get(method)!))),
  }));
  const reversals = adjusted(reversalsOf(tasks, methods));
  const [reversal = null] = reversals.sort((a, b) => a.p - b.p || b.probability - a.probability);
  const { differs, alwaysBest } = bestOf(tasks, methods.length);
  const oneNetwork = ranked.some(({ utilities }) =>
    methods.some((method) => utilities.get(method)!.some((one) => one.thisNetworkOnly)),
  );
  const isShown = !oneNetwork && reversal !== null && reversal.p < LEVEL;
  const isWholeOrder = ranked.every(({ leftOut }) => leftOut.length === 0);
  const isSame = !oneNetwork && isWholeOrder && alwaysBest >= COVERAGE;
  const answer = isShown ? 'differs' : isSame ? 'same' : 'open';
  return { answer, bestDiffers: differs, reversal };
}

/** One method better in one task and another one in another task, for every ordered pair of methods and pair of tasks. */
function reversalsOf(tasks: readonly OrderedTask[], methods: readonly string[]): Reversal[] {
  const pairs = methods.flatMap((_, a) =>
    methods.flatMap((__, b) => (a === b ? [] : [[a, b] as const])),
  );
  const better = tasks.map(({ task, means }) => ({
    task,
    /** In which draws the first of two methods is better than the second one. */
    draws: means.map((one) => means.map((other) => isBetter(one, other))),
  }));
  return better.flatMap((one, at) =>
    better.slice(at + 1).flatMap((other) =>
      pairs.map(([a, b]): Reversal => {
        const [inOne, inOther] = [one.draws[a]![b]!, other.draws[b]![a]!];
        const both = inOne.reduce((sum, is, draw) => sum + is * inOther[draw]!, 0);
        const p = Math.max(missed(inOne), missed(inOther));
        return {
          ...{ method: methods[a]!, inTask: one.task, other: methods[b]!, otherTask: other.task },
          ...{ probability: both / inOne.length, p },
        };
      }),
    ),
  );
}

type Ends = OrderedTask['means'][number];

/** In each draw 1 where the whole of one lies above the whole of the other, else 0. */
function isBetter(one: Ends, other: Ends): Uint8Array {
  const better = new Uint8Array(one.low.length);
  for (let draw = 0; draw < better.length; draw++) {
    better[draw] = one.low[draw]! > other.high[draw]! ? 1 : 0;
  }
  return better;
}

const missed = (better: Uint8Array): number =>
  (1 + better.length - better.reduce((sum, is) => sum + is, 0)) / (better.length + 1);

function adjusted(reversals: readonly Reversal[]): Reversal[] {
  const p = holm(reversals.map((reversal) => reversal.p));
  return reversals.map((reversal, at) => ({ ...reversal, p: p[at]! }));
}

/** How often the best method differs between tasks, and how often the method that is so most often is the best in all of them. */
function bestOf(tasks: readonly OrderedTask[], methods: number) {
  const draws = tasks[0]!.means[0]!.low.length;
  const counts = Array.from({ length: methods }, () => 0);
  const best = tasks.map(({ means }) => bestInEachDraw(means));
  for (let draw = 0; draw < draws; draw++) {
    const method = best[0]![draw]!;
    if (best.every((one) => one[draw] === method)) counts[method]!++;
  }
  const same = counts.reduce((sum, value) => sum + value, 0);
  return { differs: 1 - same / draws, alwaysBest: Math.max(...counts) / draws };
}

/** The place of the method with the largest middle, the first one of equals. */
function bestInEachDraw(means: readonly Ends[]): Uint8Array {
  const best = new Uint8Array(means[0]!.low.length);
  const middle = ({ low, high }: Ends, draw: number) => low[draw]! + high[draw]!;
  for (let draw = 0; draw < best.length; draw++) {
    for (let at = 1; at < means.length; at++) {
      if (middle(means[at]!, draw) > middle(means[best[draw]!]!, draw)) best[draw] = at;
    }
  }
  return best;
}
