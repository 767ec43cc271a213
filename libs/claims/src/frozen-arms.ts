import { mean } from '@nhat/curves';
import type { PanelRun, WeightedCell } from '@nhat/curves';
import { isWhole } from './study';
import type { StudyCell } from './study';

/** Runs with the first `depth` stages frozen. */
export interface FrozenArm {
  depth: number;
  runs: readonly PanelRun[];
}

/** One method with its whole network finetuned, and with frozen stages. */
export interface FrozenArms {
  /** The same networks and label lists, finetuned as a whole. */
  finetuned: readonly PanelRun[];
  /** By ascending depth, two or more. */
  frozen: readonly FrozenArm[];
}

/** The whole network finetuned, and each depth to which it was frozen; both may be empty. */
export function frozenArms({ arms }: StudyCell, method: string): FrozenArms {
  const own = arms.filter((arm) => arm.method === method);
  const frozen = own.flatMap(({ frozenStages: depth, runs }) => (depth ? [{ depth, runs }] : []));
  return {
    finetuned: own.find(isWhole)?.runs ?? [],
    frozen: frozen
      .filter(({ depth }, at) => frozen.findIndex((other) => other.depth === depth) === at)
      .sort((a, b) => a.depth - b.depth),
  };
}

/** For each seed that has all arms at a budget, d at each depth as a mean over those budgets. */
export function lossesOf(finetuned: readonly PanelRun[], frozen: readonly FrozenArm[]): number[][] {
  const key = ({ n, seed, network }: PanelRun) => JSON.stringify([n, seed, network]);
  const arms = frozen.map(({ runs }) => new Map(runs.map((run) => [key(run), run.value])));
  const complete = finetuned.filter((run) => arms.every((arm) => arm.has(key(run))));
  return [...new Set(complete.map(({ seed }) => seed))].map((seed) => {
    const runs = complete.filter((run) => run.seed === seed);
    return arms.map((arm) => mean(runs.map((run) => arm.get(key(run))! - run.value)));
  });
}

/** The cells whose means make up Σ weight · d over the depths: those of every arm at each budget that all arms have. */
export function weightedCells(
  { finetuned, frozen }: FrozenArms,
  weights: readonly number[],
): WeightedCell[] {
  const at = (runs: readonly PanelRun[], n: number) => runs.filter((run) => run.n === n);
  const budgets = [...new Set(finetuned.map(({ n }) => n))].filter((n) =>
    frozen.every(({ runs }) => at(runs, n).length > 0),
  );
  const whole = -weights.reduce((sum, weight) => sum + weight, 0);
  return budgets.flatMap((n) => [
    { weight: whole / budgets.length, runs: at(finetuned, n) },
    ...frozen.map(({ runs }, depth) => {
      return { weight: weights[depth]! / budgets.length, runs: at(runs, n) };
    }),
  ]);
}
