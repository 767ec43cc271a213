import { userError } from '@nhat/documents';
import type { PlanNode } from './node';

/** What a check of the graph needs to know of a node. */
export type GraphNode = Pick<PlanNode, 'name' | 'upstream'>;

/** Nx ignores a dependency that does not exist and hangs on a cycle, so both are errors here. */
export function checkGraph(nodes: readonly GraphNode[]): void {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const done = new Set<string>();
  const visit = (node: GraphNode, path: string[]): void => {
    if (done.has(node.name)) return;
    const start = path.indexOf(node.name);
    if (start >= 0) {
      const cycle = [...path.slice(start), node.name].join(' -> ');
      throw userError(node.name, 'a cycle', { got: cycle, expected: 'a graph without cycles' });
    }
    for (const { role, node: name } of node.upstream) {
      const upstream = byName.get(name);
      if (upstream === undefined) {
        throw userError(`${node.name} › ${role}`, 'unknown upstream node', { got: name });
      }
      visit(upstream, [...path, node.name]);
    }
    done.add(node.name);
  };
  nodes.forEach((node) => visit(node, []));
}
