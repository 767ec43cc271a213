import { documentsOf, isActive, userError } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { nameProblem } from '@nhat/workspace/name-problem';
import type { ExpandedNode, Expansion } from './expansion';
import { UnwrittenRecords, keptExpansion } from './kept-expansion';
import {
  brokenPipelineProject,
  bundleProject,
  documentProject,
  inactivePipelineProject,
  nodeProject,
  pipelineProject,
  scoresProject,
} from './projects';
import type { ProjectSet } from './projects';

export interface WorkspaceGraph extends ProjectSet {
  /** Digests of the records of all nodes. */
  records: string[];
}

/**
 * The projects of a workspace. An active pipeline has its nodes and bundles there, another one is a project alone, because the
 * paper's have thousands. With `only`, the graph has that pipeline with its nodes and no other. `code` is a digest of the code
 * that plans. Throws UnwrittenRecords where the records of nodes cannot be written.
 */
export function workspaceGraph(
  root: string,
  workspace: WorkspaceDocuments,
  { only, code }: { only?: string | undefined; code?: string | undefined } = {},
): WorkspaceGraph {
  const { pipelines } = workspace;
  const graph: WorkspaceGraph = { projects: {}, dependencies: {}, records: [] };
  const add = ({ projects, dependencies }: ProjectSet) => {
    Object.assign(graph.projects, projects);
    Object.assign(graph.dependencies, dependencies);
  };
  if (only === undefined) add(scoresProject());
  const expansions: Expansion[] = [];
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
    expansions.push(expansion);
    add(pipelineProject(expansion.pipeline, pretrainingsOf(expansion), documents));
    for (const source of expansion.nodes.filter(({ upstream }) => upstream.length === 0)) {
      madeOf.set(source.name, new Set([...(madeOf.get(source.name) ?? []), ...documents]));
    }
  }
  const bundles = new Map(expansions.flatMap((one) => one.bundles.map((b) => [b.name, b])));
  bundles.forEach((bundle) => add(bundleProject(bundle)));
  const nodes = uniteNodes(expansions.flatMap((one) => one.nodes));
  nodes.forEach((node) => add(nodeProject(node, [...(madeOf.get(node.name) ?? [])])));
  graph.records = expansions.flatMap(({ records }) => records.map(({ digest }) => digest));
  return graph;
}

const pretrainingsOf = ({ nodes }: Expansion): string[] =>
  nodes.filter(({ stage }) => stage === 'pretrain').map(({ name }) => name);

/** The nodes of several pipelines by name; one that two of them need is there once. Throws a UserError for two of one name. */
export function uniteNodes(nodes: readonly ExpandedNode[]): Map<string, ExpandedNode> {
  const byName = new Map<string, ExpandedNode>();
  for (const node of nodes) {
    const other = byName.get(node.name);
    if (other !== undefined && other.record !== node.record) {
      throw userError(node.name, 'one name for two different nodes', {
        advice: 'Their digests collide: change a seed in one of the pipelines.',
      });
    }
    byName.set(node.name, node);
  }
  return byName;
}

/** Undefined for a pipeline with a mistake, whatever it is: its own targets say so and all other pipelines go on. */
function expansionOf(
  root: string,
  workspace: WorkspaceDocuments,
  name: string,
  code: string | undefined,
): Expansion | undefined {
  try {
    return keptExpansion(root, workspace, name, code);
  } catch (error) {
    if (error instanceof UnwrittenRecords) throw error;
    return undefined;
  }
}
