import type { PlanNode } from '@nhat/plan';
import { otherProcessor } from '@nhat/runner/processor-fact';
import type { Store } from '@nhat/store';
import type { Forecast, Status } from './node-forecast';

/**
 * Marks the nodes that run again because a node reads a file of theirs that is missing from the store, or damaged there, and those that
 * have a result from such a file and perhaps get another one, because another processor made it.
 */
export async function lostFiles(
  nodes: readonly PlanNode[],
  forecasts: readonly Forecast[],
  store: Store,
): Promise<readonly Forecast[]> {
  const lost = await makersOfLost(nodes, forecasts, store);
  const doubted = readersInDoubt(nodes, lost);
  return doubted === lost ? lost : makersOfLost(nodes, doubted, store);
}

/** Whether this node, which is made again for its files, may come out otherwise than it was: its numbers depend on the processor. */
export const mayDiffer = ({ status, reason, result }: Forecast): boolean =>
  status !== 'ready' &&
  reason?.kind === 'files lost' &&
  result?.manifest.ran.facts['engine'] !== undefined &&
  otherProcessor(result.manifest.ran) !== undefined;

/** The same list where nothing is in doubt. */
function readersInDoubt(
  nodes: readonly PlanNode[],
  forecasts: readonly Forecast[],
): readonly Forecast[] {
  const byName = new Map(forecasts.map((one) => [one.name, one]));
  const doubtful = new Set(forecasts.filter(mayDiffer).map(({ name }) => name));
  if (doubtful.size === 0) return forecasts;
  for (const { name, upstream } of nodes) {
    const details = upstream.map(({ node }) => node).filter((node) => doubtful.has(node));
    const own = byName.get(name)!;
    if (details.length === 0) continue;
    doubtful.add(name);
    if (own.status !== 'ready') continue;
    byName.set(name, { ...own, status: 'depends', reason: { kind: 'upstream runs', details } });
  }
  return forecasts.map(({ name }) => byName.get(name)!);
}

/**
 * Marks the makers of files that are lost. Such a file is made again when it is read, whoever has the small results of its node.
 */
async function makersOfLost(
  nodes: readonly PlanNode[],
  forecasts: readonly Forecast[],
  store: Store,
): Promise<readonly Forecast[]> {
  const byName = new Map(forecasts.map((one) => [one.name, one]));
  const intact = new Map<string, Promise<boolean>>();
  const isIntact = (digest: string) => {
    const known = intact.get(digest) ?? store.hasIntactBlob(digest);
    intact.set(digest, known);
    return known;
  };
  // What reads a file comes after what made it, so the readers of a node are settled before the node.
  for (const reader of nodes.toReversed()) {
    const { status } = byName.get(reader.name)!;
    if (status === 'ready') continue;
    for (const { role, node } of reader.upstream) {
      const maker = byName.get(node)!;
      if (maker.result === undefined || maker.status === 'run') continue;
      const lost = await lostOf(role, maker.result.manifest.outputs.blobs, isIntact);
      if (lost.length === 0) continue;
      const isRead = lost.some((name) => isAlwaysRead(role, name));
      const next: Status = status === 'run' && isRead ? 'run' : 'depends';
      byName.set(node, { ...maker, status: next, reason: { kind: 'files lost', details: lost } });
    }
  }
  return forecasts.map(({ name }) => byName.get(name)!);
}

async function lostOf(
  role: string,
  blobs: Readonly<Record<string, string>>,
  isIntact: (digest: string) => Promise<boolean>,
): Promise<string[]> {
  const lost: string[] = [];
  for (const [name, digest] of Object.entries(blobs)) {
    if (isEverRead(role, name) && !(await isIntact(digest))) lost.push(name);
  }
  return lost;
}

/** Files of a node in this role that a stage may read; the others are for reports. */
export const isEverRead = (role: string, name: string): boolean =>
  (role === 'images' && name !== 'sheet') || (role === 'pretrain' && name === 'weights');

/** Those that every training reads; it reads validation and test images where it measures something on them. */
const isAlwaysRead = (role: string, name: string): boolean =>
  isEverRead(role, name) && !/^(validation|test)-/.test(name);
