import { documentsOf, isActive, userError } from '@nhat/documents';
import type { Workspace } from '@nhat/documents';
import { nameProblem } from '@nhat/workspace/name-problem';
import type { Bundle } from '@nhat/plan';
import type { ExpandedNode, Expansion } from './expansion';
import { keptExpansion } from './kept-expansion';
import {
  brokenPipelineProject,
  bundleProject,
  documentProject,
  inactivePipelineProject,
  nodeProject,
  pipelineProject,
} from './projects';
import type { ProjectSet } from './projects';

export interface WorkspaceGraph extends ProjectSet {
  /** Digests of the records of all nodes. */
  records: string[];
}

/**
 * The projects of a workspace. An active pipeline has its nodes and bundles there, another one is a project alone, because the
 * paper's have thousands. With `only`, the graph has that pipeline with its nodes and no other. `code` is a digest of the code
 * that plans.
 */
export function workspaceGraph(
  root: string,
  workspace: Workspace,
  { only, code }: { only?: string | undefined; code?: string | undefined } = {},
): WorkspaceGraph {
  const { pipelines } = workspace;
  const graph: WorkspaceGraph = { projects: {}, dependencies: {}, records: [] };
  const add = ({ projects, dependencies }: ProjectSet) => {
    Object.assign(graph.projects, projects);
    Object.assign(graph.dependencies, dependencies);
  };
  const nodes = new Map<string, ExpandedNode>();
  const bundles = new Map<string, Bundle>();
  const madeOf = new Map<string, Set<string>>();
  for (const name of pipelines.names.filter((one) => only === undefined || one === only)) {
    const documents = documentsOf(workspace, name);
    documents.forEach((path) => add(documentProject(path)));
    if (nameProblem(root, name) !== undefined) {
      add(documentProject(documents[0]!, name));
      continue;
    }
    // A document that cannot be read may be active: what is wrong with it is said when it is run.
    if (only === undefined && isActive(pipelines, name) === false) {
      add(inactivePipelineProject(name, documents));
      continue;
    }
    const expansion = expansionOf(root, workspace, name, code);
    if (expansion === undefined) {
      add(brokenPipelineProject(name, documents));
      continue;
    }
    const pretrainings = expansion.nodes.filter(({ stage }) => stage === 'pretrain');
    add(
      pipelineProject(
        expansion.pipeline,
        pretrainings.map((node) => node.name),
        documents,
      ),
    );
    graph.records.push(...expansion.records.map(({ digest }) => digest));
    expansion.bundles.forEach((bundle) => bundles.set(bundle.name, bundle));
    for (const node of expansion.nodes) {
      checkSame(nodes.get(node.name), node);
      nodes.set(node.name, node);
      if (node.upstream.length > 0) continue;
      madeOf.set(node.name, new Set([...(madeOf.get(node.name) ?? []), ...documents]));
    }
  }
  bundles.forEach((bundle) => add(bundleProject(bundle)));
  nodes.forEach((node) => add(nodeProject(node, [...(madeOf.get(node.name) ?? [])])));
  return graph;
}

/** Undefined for a pipeline with a mistake, whatever it is: its own targets say so and all other pipelines go on. */
function expansionOf(
  root: string,
  workspace: Workspace,
  name: string,
  code: string | undefined,
): Expansion | undefined {
  try {
    return keptExpansion(root, workspace, name, code);
  } catch {
    return undefined;
  }
}

function checkSame(one: ExpandedNode | undefined, other: ExpandedNode): void {
  if (one === undefined || one.record === other.record) return;
  throw userError(one.name, 'one name for two different nodes', {
    advice: 'Their digests collide: change a seed in one of the pipelines.',
  });
}
