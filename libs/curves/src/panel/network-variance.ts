import { mean } from '../ladder';
import { designOf, networksOf } from './networks';
import type { Panel, PanelArm, PanelRun } from './panel';

/** The variance τ² between pretrained networks, in squared units of the metric. */
export interface NetworkVariance {
  /** At least 0; one effect for each network, the same at all its budgets. */
  variance: number;
  /** Σ over arms of (networks − 1); a whole number ≥ 1. */
  df: number;
}

/**
 * The variance between pretrained networks, pooled over all arms of a study in which two or more networks have several
 * seeds between them; null where there is none. Each arm gives a one-way analysis of variance of its seeds (each
 * averaged over its budgets, as deviations from the means of the budgets): (MS between − MS within) / k₀. Arms are weighted by
 * their networks − 1, and only the sum is cut at 0, so that the pooled figure is not biased upwards by the arms below 0.
 */
export function networkVariance(panels: readonly Panel[]): NetworkVariance | null {
  const estimates = panels.flatMap(({ arms }) => arms.map(ofArm)).filter((part) => part !== null);
  const df = estimates.reduce((sum, part) => sum + part.df, 0);
  if (df === 0) return null;
  const sum = estimates.reduce((total, part) => total + part.df * part.variance, 0);
  return { variance: Math.max(0, sum / df), df };
}

/** The estimate of one arm, below 0 where its networks agree by chance; null where it cannot tell the two variances apart. */
function ofArm(arm: PanelArm): NetworkVariance | null {
  if (designOf(arm) === 'own') return null;
  const groups = seedAverages(arm.runs);
  const counts = groups.map((group) => group.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const df = groups.length - 1;
  if (df < 1 || total <= groups.length) return null;
  const centre = mean(groups.flat());
  const between = groups.reduce(
    (sum, group) => sum + group.length * (mean(group) - centre) ** 2,
    0,
  );
  const within = groups.reduce((sum, group) => {
    const middle = mean(group);
    return sum + group.reduce((squares, value) => squares + (value - middle) ** 2, 0);
  }, 0);
  const squares = counts.reduce((sum, count) => sum + count ** 2, 0);
  const perNetwork = (total - squares / total) / df;
  return { variance: (between / df - within / (total - groups.length)) / perNetwork, df };
}

/** For each network the mean deviation of each of its seeds from the means of the budgets. */
function seedAverages(runs: readonly PanelRun[]): number[][] {
  const centres = new Map<number, number>();
  for (const n of new Set(runs.map((run) => run.n))) {
    centres.set(n, mean(runs.filter((run) => run.n === n).map(({ value }) => value)));
  }
  return networksOf(runs).map((network) =>
    [...new Set(network.map(({ seed }) => seed))].map((seed) =>
      mean(
        network.filter((run) => run.seed === seed).map(({ n, value }) => value - centres.get(n)!),
      ),
    ),
  );
}
