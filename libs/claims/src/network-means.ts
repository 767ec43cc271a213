import { ladderOfRuns, mean, networksOf } from '@nhat/curves';
import type { PanelRun } from '@nhat/curves';

/** One value for each pretrained network and budget: the mean of its runs. The unit of a claim about a method is a network. */
export const networkMeans = (runs: readonly PanelRun[]): PanelRun[] =>
  networksOf(runs).flatMap((network) =>
    ladderOfRuns(network).map(({ n, values }) => ({
      ...{ n, value: mean(values), seed: network[0]!.seed, network: network[0]!.network },
    })),
  );

/** Whether several seeds start from one pretrained network, so that they show how labels vary, but not how networks do. */
export const areOfOneNetwork = (runs: readonly PanelRun[]): boolean =>
  networksOf(runs).length === 1 && new Set(runs.map(({ seed }) => seed)).size > 1;
