import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { readNodeRecord } from '@nhat/runner/node-record';
import { workloadOf } from '@nhat/timing';
import type { TimedNode } from '@nhat/timing';
import type { ViewedNode } from './run-evidence';

/** Tells how much there is to do in each node of a run, in any order. */
export function timedNodes(
  root: string,
  nodes: readonly ViewedNode[],
): (node: ViewedNode) => TimedNode {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const known = new Map<string, TimedNode>();
  const configs = new Map<string, JsonObject>();
  const configOf = (node: ViewedNode): JsonObject => {
    const config = configs.get(node.name) ?? readConfig(root, node);
    configs.set(node.name, config);
    return config;
  };
  const resolutionOf = ({ upstream }: ViewedNode): number | null => {
    const images = upstream.find((name) => byName.get(name)?.stage === 'images');
    if (images === undefined) return null;
    return (configOf(byName.get(images)!) as unknown as Partial<DatasetConfig>).resolution ?? null;
  };
  return (node) => {
    const { name, stage, upstream } = node;
    const timed = known.get(name);
    if (timed !== undefined) return timed;
    const workload = workloadOf({ stage, config: configOf(node) }, resolutionOf(node), registries);
    known.set(name, { name, upstream, workload });
    return { name, upstream, workload };
  };
}

/** Without its record a node is one of its stage. */
function readConfig(root: string, { record }: ViewedNode): JsonObject {
  try {
    return readNodeRecord(root, record).config;
  } catch {
    return {};
  }
}
