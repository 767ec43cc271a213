import { membersOf, resolvePipeline, roundsOf } from '@nhat/documents';
import type { Pipeline, WorkspaceDocuments } from '@nhat/documents';
import { checkGraph, planPipeline } from '@nhat/plan';
import type { Bundle, PlanNode, StageName } from '@nhat/plan';
import { lineageRecord, nodeRecords } from '@nhat/runner/node-record';
import type { RecordSize, WrittenRecord } from '@nhat/runner/node-record';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';

/** What Nx needs to know of a node. */
export interface ExpandedNode {
  name: string;
  stage: StageName;
  /** Names of its upstream nodes, those that train longest first. */
  upstream: string[];
  /** Name of its bundle. */
  bundle: string;
  /** Digest of its record. */
  record: string;
  /** Whether it reads files outside the workspace, which Nx does not see. */
  outside?: boolean;
}

/** A pipeline as nodes and bundles: all that its projects are made of. It is plain JSON. */
export interface Expansion {
  pipeline: Required<Omit<PipelineRecord, 'published' | 'decision' | 'rounds'>> &
    Pick<PipelineRecord, 'decision' | 'rounds'>;
  /** Whether the images of a dataset of it, or of a pipeline that it includes, are counted before a run (`labelRange` of their source). */
  counted: boolean;
  nodes: ExpandedNode[];
  bundles: Bundle[];
  /** Of all nodes and of the pipeline itself. */
  records: RecordSize[];
}

/** Plans a pipeline; `written` are the records that its nodes run from. Throws a UserError for a mistake in a document. */
export function expandPipeline(
  workspace: WorkspaceDocuments,
  name: string,
): { expansion: Expansion; written: WrittenRecord[] } {
  const { sources } = workspace.registries;
  const pipeline = resolvePipeline(workspace, name);
  const { question, cost, expected, claims, decision } = pipeline;
  const plan = planPipeline(pipeline);
  checkGraph(plan.nodes);
  const { nodes, bundles, utilities } = plan;
  const records = nodeRecords(nodes, bundles);
  const lineage = lineageRecord(name, utilities, records);
  const written = [...records.values(), lineage];
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const expanded = nodes.map((node): ExpandedNode => ({
    name: node.name,
    stage: node.stage,
    upstream: longestFirst(node.upstream.map((one) => byName.get(one.node)!)),
    bundle: node.bundle,
    record: records.get(node.name)!.digest,
    ...(node.outside && { outside: true }),
  }));
  const expansion: Expansion = {
    pipeline: {
      ...{ name, question, cost, expected, claims, utilities, record: lineage.digest },
      ...(decision !== null && { decision }),
      ...roundsOf(pipeline),
      ...sourcesOf(pipeline),
    },
    counted: membersOf(pipeline)
      .flatMap(({ datasets }) => datasets)
      .some(({ source }) => sources[source.name]!.labelRange !== undefined),
    nodes: expanded,
    bundles,
    records: written.map(({ digest, text }) => ({ digest, bytes: Buffer.byteLength(text) })),
  };
  return { expansion, written };
}

/** The pipelines and the files that the cells of a pipeline come from. A file elsewhere goes by its name alone. */
export function sourcesOf(
  pipeline: Pipeline,
): Required<Pick<PipelineRecord, 'members' | 'scores'>> {
  const members = membersOf(pipeline);
  return {
    members: members.map(({ name }) => name),
    scores: members.flatMap(({ scores }) =>
      scores === null ? [] : [{ path: shownPath(scores.path), runs: scores.runs }],
    ),
  };
}

const shownPath = (path: string): string =>
  /^(\/|\\|[a-z]:)/i.test(path) ? path.replace(/^.*[\\/]/, '') : path;

/** Among nodes with as many dependents, Nx starts what it met first. */
const longestFirst = (nodes: PlanNode[]): string[] =>
  nodes.sort((a, b) => length(b) - length(a)).map(({ name }) => name);

/** Images seen of a training; 0 for what does not train. */
const length = ({ config }: PlanNode): number =>
  (config['schedule'] as { imagesSeen?: number } | undefined)?.imagesSeen ?? 0;
