import type { PanelArm, PanelRun } from './panel';

/**
 * How the runs of an arm use pretrained networks. `own`: every seed has a network of its own, so that the spread of its
 * runs holds the spread between pretrainings. `nested`: some network has several seeds, so the two are told apart.
 */
export type Design = 'own' | 'nested';

/** The design of an arm. A network name of null counts as a network of its own for each seed. */
export function designOf({ runs }: PanelArm): Design {
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return networksOf(runs).length >= Math.max(2, seeds) ? 'own' : 'nested';
}

/**
 * The design of each arm of a panel. A single run has none; it follows the arms beside it, so that its error holds all
 * that theirs does.
 */
export function designsOf(arms: readonly PanelArm[]): Design[] {
  const designs = arms.map(designOf);
  const single = (arm: PanelArm) => new Set(arm.runs.map(({ seed }) => seed)).size === 1;
  const follows = designs.includes('own') ? 'own' : 'nested';
  return designs.map((design, at) =>
    single(arms[at]!) && networksOf(arms[at]!.runs).length === 1 ? follows : design,
  );
}

/** The runs of each network. */
export function networksOf<Run extends PanelRun>(runs: readonly Run[]): Run[][] {
  const networks = new Map<string, Run[]>();
  for (const run of runs) {
    const key = run.network === null ? `seed ${run.seed}` : `network ${run.network}`;
    networks.set(key, [...(networks.get(key) ?? []), run]);
  }
  return [...networks.values()];
}

/**
 * The variance of a mean over runs, per unit of the variance between networks: Σ of the squared shares of the networks,
 * 1 with one network and 1/P with P networks that have equally many runs.
 */
export function networkShare(runs: readonly PanelRun[]): number {
  return networksOf(runs).reduce((sum, network) => sum + (network.length / runs.length) ** 2, 0);
}
