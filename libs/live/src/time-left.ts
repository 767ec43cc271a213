import { makespan } from './makespan';

/** A node whose length is to be foretold. */
export interface TimedNode {
  name: string;
  stage: string;
  /** What it shares with nodes that take equally long for each unit of work; the most exact first. */
  kinds: readonly string[];
  /** Units of work, e.g. images seen; positive. */
  work: number;
  upstream: readonly string[];
}

/** How long finished work took: seconds for each unit of work, by kind. */
export type Speeds = ReadonlyMap<string, number>;

/** A finished node, from which a speed is learned. */
export interface Timing {
  kinds: readonly string[];
  work: number;
  seconds: number;
}

/** The median of the seconds for each unit of work, for each kind. */
export function speedsOf(timings: readonly Timing[]): Speeds {
  const byKind = new Map<string, number[]>();
  for (const { kinds, work, seconds } of timings) {
    for (const kind of kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), seconds / work]);
  }
  return new Map([...byKind].map(([kind, values]) => [kind, median(values)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Seconds that a node takes by the most exact of its kinds whose speed is known. */
export function expectedSeconds({ kinds, work }: TimedNode, speeds: Speeds): number | undefined {
  const known = kinds.find((kind) => speeds.has(kind));
  return known === undefined ? undefined : work * speeds.get(known)!;
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
    const own = running.get(node.name) ?? expectedSeconds(node, speeds);
    if (own === undefined) return undefined;
    seconds.set(node.name, own);
  }
  return makespan(nodes, seconds, parallel, new Set(running.keys()));
}
