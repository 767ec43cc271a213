import { sha256 } from '@nhat/artifacts';
import { otherProcessor, processorFact } from '@nhat/runner/processor-fact';
import type { FinishedNode } from './recompute';

/** What to draw: so many nodes, in an order that only the seed decides. */
export interface Draw {
  count: number;
  seed: number;
  /** The processor of this machine; tests name another. */
  today?: ReturnType<typeof processorFact>;
}

/** The nodes that run again, and how many before them in the order were passed over. */
export interface Drawn {
  chosen: FinishedNode[];
  passedOver: number;
}

/** All nodes in an order that only the seed decides. */
export const inOrderOf = (seed: number, nodes: readonly FinishedNode[]): FinishedNode[] =>
  nodes
    .map((one) => ({ one, rank: sha256(`${seed} ${one.node.name}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);

/**
 * Random nodes to run again. Where this kind of processor computed a part of them, the nodes that rest on another kind are passed over,
 * because processors round differently and their digests could not be compared; where it computed none, they are taken as they come.
 *
 * @param makersOf - The nodes that run before a node, because their files that it reads are not here.
 */
export async function nodesToCompare(
  nodes: readonly FinishedNode[],
  { count, seed, today = processorFact() }: Draw,
  makersOf: (one: FinishedNode) => Promise<readonly FinishedNode[]>,
): Promise<Drawn> {
  const order = inOrderOf(seed, nodes);
  const isOfEngine = ({ manifest }: FinishedNode) => manifest.ran.facts['engine'] !== undefined;
  const isElsewhere = (one: FinishedNode) =>
    isOfEngine(one) && otherProcessor(one.manifest.ran, today) !== undefined;
  if (!nodes.some((one) => isOfEngine(one) && !isElsewhere(one))) {
    return { chosen: order.slice(0, count), passedOver: 0 };
  }
  const here: FinishedNode[] = [];
  const elsewhere: FinishedNode[] = [];
  for (const one of order) {
    if (here.length === count) break;
    const isOther = isElsewhere(one) || (await makersOf(one)).some(isElsewhere);
    (isOther ? elsewhere : here).push(one);
  }
  const rest = elsewhere.slice(0, count - here.length);
  return { chosen: [...here, ...rest], passedOver: elsewhere.length - rest.length };
}
