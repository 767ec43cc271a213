/** A node of a graph, with the names of those that have to be done before. */
export interface WaitingNode {
  name: string;
  upstream: readonly string[];
}

/**
 * Seconds until all of these nodes are done when `atOnce` of them run side by side, the one that most depends on first; those of `running`
 * run already. `seconds` is what each takes from now on. Nodes that it lacks are done, and so is an upstream that is no node of the list.
 * No node of the list comes before its upstream. O(nodes × those that are ready at once).
 */
export function makespan(
  nodes: readonly WaitingNode[],
  seconds: ReadonlyMap<string, number>,
  atOnce: number,
  running: ReadonlySet<string> = new Set(),
): number {
  const waiting = waitingNodes(nodes, seconds);
  const free = new Array<number>(Math.max(1, atOnce, running.size)).fill(0);
  const ready = [...waiting.values()].filter(({ missing }) => missing === 0);
  for (const node of ready) if (running.has(node.name)) node.behind = Infinity;
  let last = 0;
  while (ready.length > 0) {
    const worker = free.indexOf(Math.min(...free));
    const node = ready.splice(firstToStart(ready, free[worker]!), 1)[0]!;
    const end = Math.max(free[worker]!, node.at) + node.seconds;
    free[worker] = end;
    last = Math.max(last, end);
    for (const reader of node.readers) {
      reader.at = Math.max(reader.at, end);
      if (--reader.missing === 0) ready.push(reader);
    }
  }
  return last;
}

interface Waiting {
  name: string;
  seconds: number;
  /** Seconds of the longest chain that begins with it; Infinity if it runs. */
  behind: number;
  readers: Waiting[];
  /** How many before it are not done, and when those that are were done. */
  missing: number;
  at: number;
}

function waitingNodes(
  nodes: readonly WaitingNode[],
  seconds: ReadonlyMap<string, number>,
): Map<string, Waiting> {
  const waiting = new Map<string, Waiting>();
  for (const { name, upstream } of nodes) {
    const own = seconds.get(name);
    if (own === undefined) continue;
    const before = [...new Set(upstream)].flatMap((one) => waiting.get(one) ?? []);
    const node: Waiting = {
      ...{ name, seconds: own, behind: own, readers: [], missing: before.length, at: 0 },
    };
    before.forEach(({ readers }) => readers.push(node));
    waiting.set(name, node);
  }
  for (const node of [...waiting.values()].reverse()) {
    node.behind += Math.max(0, ...node.readers.map(({ behind }) => behind));
  }
  return waiting;
}

/** The place of the node that starts first on a worker that is free from `free` on; of several the one that most depends on. */
function firstToStart(ready: readonly Waiting[], free: number): number {
  let best = 0;
  for (let at = 1; at < ready.length; at++) {
    const [one, other] = [ready[at]!, ready[best]!];
    const later = Math.max(free, one.at) - Math.max(free, other.at);
    if (later < 0 || (later === 0 && one.behind > other.behind)) best = at;
  }
  return best;
}
