import { changedLeaves } from '@nhat/documents';
import type { Change, JsonObject } from '@nhat/documents';
import { nodeSlug } from '@nhat/plan';
import { latestReport } from '@nhat/collect/finished-report';
import { readNodeRecord } from '@nhat/runner/node-record';
import type { NodeRecord } from '@nhat/runner/node-record';

/** A node of a finished run. */
export type EarlierNode = Pick<NodeRecord, 'name' | 'stage' | 'config'>;

/** The last run of a pipeline that came to its report. */
export interface LastRun {
  /** By name. */
  nodes: ReadonlyMap<string, EarlierNode>;
  /**
   * What this node was in that run: the node of the same name, else the one of the same readable name whose configuration differs
   * least, among those that the pipeline no longer has. Undefined for a node that is new.
   */
  predecessor(node: {
    name: string;
    config: JsonObject;
  }): { node: EarlierNode; changes: Change[] } | undefined;
}

/**
 * The last finished run of a pipeline; undefined when there is none, or its records are gone. `planned` are the names of the nodes
 * that the pipeline has now.
 */
export function lastRun(
  root: string,
  pipeline: string,
  planned: ReadonlySet<string>,
): LastRun | undefined {
  const lineage = latestReport(root, { name: pipeline })?.lineage;
  const nodes = lineage === undefined ? undefined : nodesOf(root, lineage);
  if (nodes === undefined) return undefined;
  const gone = bySlug(nodes, planned);
  return {
    nodes,
    predecessor({ name, config }) {
      const same = nodes.get(name);
      if (same !== undefined) return { node: same, changes: [] };
      const candidates = (gone.get(nodeSlug(name)) ?? []).map((node) => ({
        node,
        changes: changedLeaves(node.config, config),
      }));
      return candidates.sort((a, b) => a.changes.length - b.changes.length)[0];
    },
  };
}

/** Nodes that the pipeline no longer has, by their readable names. */
function bySlug(
  nodes: ReadonlyMap<string, EarlierNode>,
  planned: ReadonlySet<string>,
): Map<string, EarlierNode[]> {
  const groups = new Map<string, EarlierNode[]>();
  for (const node of nodes.values()) {
    if (planned.has(node.name)) continue;
    const slug = nodeSlug(node.name);
    groups.set(slug, [...(groups.get(slug) ?? []), node]);
  }
  return groups;
}

/** All nodes behind a record; undefined when one of the records is gone. */
function nodesOf(root: string, lineage: string): Map<string, EarlierNode> | undefined {
  const nodes = new Map<string, EarlierNode>();
  try {
    const waiting = [...readNodeRecord(root, lineage).upstream];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (nodes.has(one.node)) continue;
      const record = readNodeRecord(root, one.record);
      nodes.set(one.node, record);
      waiting.push(...record.upstream);
    }
    return nodes;
  } catch {
    return undefined;
  }
}

/** Whether a pipeline has a finished run with which the next one can be compared. */
export const hasFinished = (root: string, pipeline: string): boolean =>
  latestReport(root, { name: pipeline })?.lineage !== undefined;
