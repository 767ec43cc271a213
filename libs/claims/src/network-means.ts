import { ladderOfRuns, mean, networksOf } from '@nhat/curves';
import type { PanelRun } from '@nhat/curves';

/** One value for each pretrained network and budget: the mean of its runs. The unit of a claim about a method is a network. */
export const networkMeans = (runs: readonly PanelRun[]): PanelRun[] =>
  networksOf(runs).flatMap((network) =>
    ladderOfRuns(network).map(({ n, values }) => ({
      ...{ n, value: mean(values), seed: network[0]!.seed, network: network[0]!.network },
    })),
  );

/**
 * Whether several networks have several seeds each. Seeds of one network share what is its own, so that a test may count one value of a network
 * as independent, not one of a seed.
 */
export const shareNetworks = (runs: readonly PanelRun[]): boolean => {
  const networks = networksOf(runs).length;
  return networks > 1 && networks < new Set(runs.map(({ seed }) => seed)).size;
};

/** The runs that a test may count as independent: one value for each network and budget where seeds share networks, else the runs as they are. */
export const independentRuns = (runs: readonly PanelRun[]): readonly PanelRun[] =>
  shareNetworks(runs) ? networkMeans(runs) : runs;

/** The runs of each unit that a test may count as independent: of a network where several networks have several seeds each, else of a seed. */
export const independentUnits = <Run extends PanelRun>(runs: readonly Run[]): Run[][] =>
  shareNetworks(runs)
    ? networksOf(runs)
    : [...new Set(runs.map(({ seed }) => seed))].map((seed) =>
        runs.filter((run) => run.seed === seed),
      );

/** Whether several seeds start from one pretrained network, so that they show how labels vary, but not how networks do. */
export const areOfOneNetwork = (runs: readonly PanelRun[]): boolean =>
  networksOf(runs).length === 1 && new Set(runs.map(({ seed }) => seed)).size > 1;
