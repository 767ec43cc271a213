import { mean } from '@nhat/curves';
import type { PanelRun, WeightedCell } from '@nhat/curves';
import type { TestedRuns } from './more-trainings';
import { independentUnits } from './network-means';
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

/**
 * d at each depth for each seed that has all arms at a budget, as a mean over those budgets; for each network where several networks have
 * several seeds each, because a test counts the values as independent.
 */
export function lossesOf(finetuned: readonly PanelRun[], frozen: readonly FrozenArm[]): number[][] {
  const key = ({ n, seed, network }: PanelRun) => JSON.stringify([n, seed, network]);
  const arms = frozen.map(({ runs }) => new Map(runs.map((run) => [key(run), run.value])));
  const complete = finetuned.filter((run) => arms.every((arm) => arm.has(key(run))));
  return independentUnits(complete).map((runs) =>
    arms.map((arm) => mean(runs.map((run) => arm.get(key(run))! - run.value))),
  );
}

/** The runs of every arm, of the whole network first, at each budget that all arms have. */
export function armsAtCommonBudgets({ finetuned, frozen }: FrozenArms): TestedRuns[] {
  const arms = [finetuned, ...frozen.map(({ runs }) => runs)];
  const isCommon = ({ n }: PanelRun) => arms.every((runs) => runs.some((run) => run.n === n));
  return arms.map((runs) => runs.filter(isCommon));
}

/** The cells whose means make up Σ weight · d over the depths: those of every arm at each budget that all arms have. */
export function weightedCells(arms: FrozenArms, weights: readonly number[]): WeightedCell[] {
  const runs = armsAtCommonBudgets(arms);
  const budgets = [...new Set(runs[0]!.map(({ n }) => n))];
  const whole = -weights.reduce((sum, weight) => sum + weight, 0);
  return budgets.flatMap((n) =>
    runs.map((arm, at) => ({
      weight: (at === 0 ? whole : weights[at - 1]!) / budgets.length,
      runs: arm.filter((run) => run.n === n),
    })),
  );
}
