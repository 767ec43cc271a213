import { makespan } from '@nhat/live';
import { expectedSeconds } from './expected-time';
import type { Speeds } from './expected-time';
import type { Workload } from './workload';

/** A node whose length is to be foretold. */
export interface TimedNode {
  name: string;
  workload: Workload;
  upstream: readonly string[];
}

export interface Remaining {
  /** All nodes that have not ended, in an order in which no node comes before its upstream. */
  nodes: readonly TimedNode[];
  /** Seconds left of those that run and report it. */
  running: ReadonlyMap<string, number>;
  speeds: Speeds;
  /** How many nodes run side by side. */
  parallel: number;
}

/**
 * Seconds until all nodes have ended, as `makespan` counts them, with those that run first. Undefined while nothing is known about how
 * long some node takes.
 */
export function timeLeft({ nodes, running, speeds, parallel }: Remaining): number | undefined {
  const seconds = new Map<string, number>();
  for (const node of nodes) {
    const own = running.get(node.name) ?? expectedSeconds(node.workload, speeds)?.likely;
    if (own === undefined) return undefined;
    seconds.set(node.name, own);
  }
  return makespan(nodes, seconds, parallel, new Set(running.keys()));
}
