import type {
  CreateNodesResult,
  CreateNodesV2,
  PostTasksExecution,
  PreTasksExecution,
} from '@nx/devkit';
import { checkGraph, mergePlans, planPipeline } from '@nhat/plan';
import type { Plan } from '@nhat/plan';
import { documentsOf, resolvePipeline } from '@nhat/documents';
import type { Workspace } from '@nhat/documents';
import { lineageRecord, nodeRecords, writeNodeRecords } from '@nhat/runner/node-record';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { sweepWhenDue } from '@nhat/runner/sweep';
import { openStore } from '@nhat/store';
import { checkCommand } from '@nhat/commands/check-command';
import { tasksBegin, tasksEnd } from './exit-status';
import { nameProblem } from '@nhat/workspace/name-problem';
import {
  brokenPipelineProject,
  bundleProject,
  documentProject,
  nodeProject,
  pipelineProject,
} from './projects';
import type { Projects } from './projects';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { wantedPipelines } from '@nhat/workspace/wanted-pipelines';

export const name = 'nhat';

/** Pipelines → Nx projects: one for each pipeline, document, node and bundle. */
export const createNodesV2: CreateNodesV2 = [
  // nx.json too, because Nx does not see documents that are links.
  '{nx.json,pipelines/**/*.json}',
  (files, _options, { workspaceRoot }) => {
    const [first] = files;
    if (first === undefined) return [];
    const workspace = readWorkspace(workspaceRoot);
    const commandLine = process.argv.slice(2);
    if (isCommandLine(process.argv[1])) answerAtOnce(workspaceRoot, workspace, commandLine);
    const { pipelines } = workspace;
    const wanted = wantedPipelines(pipelines, commandLine, process.env['NHAT_PIPELINES']);
    return [[first, projectsOf(workspaceRoot, workspace, wanted)]];
  },
];

export const createNodes = createNodesV2;

/** Digests of the records of the nodes that this process knows. */
const inUse = new Set<string>();

/** After the work, because a run may go on from an old checkpoint. */
function sweepAfter(root: string): void {
  try {
    const { folder } = openStore(root);
    const store = folder === undefined ? {} : { store: folder };
    sweepWhenDue({ root, ...store, records: inUse, now: Date.now() });
  } catch {
    // What NHAT_STORE names is no store, as every node has said.
  }
}

/** Nx's daemon would call this in a process of its own, whose status is nobody's. */
const isHere = ({ argv }: { argv: string[] }): boolean => argv.join(' ') === process.argv.join(' ');

export const preTasksExecution: PreTasksExecution = (_options, context) => {
  if (isHere(context)) tasksBegin();
};

export const postTasksExecution: PostTasksExecution = (_options, context) => {
  if (!isHere(context)) return;
  tasksEnd(context);
  sweepAfter(context.workspaceRoot);
};

/** Whether this process is `nx` as somebody typed it: no daemon and no editor. */
const isCommandLine = (script = ''): boolean => /[\\/]nx(\.js)?$/.test(script);

/** Ends Nx before anything runs when its arguments are wrong or ask for help: its own message would be buried in a dozen lines. */
function answerAtOnce(root: string, { pipelines }: Workspace, commandLine: string[]): void {
  let help: string | undefined;
  try {
    help = checkCommand(commandLine, process.env, pipelines, (one) => nameProblem(root, one));
  } catch (error) {
    if ((error as Error).name !== 'UserError') throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
  if (help === undefined) return;
  process.stdout.write(help);
  process.exit(0);
}

function projectsOf(
  root: string,
  workspace: Workspace,
  names: readonly string[],
): CreateNodesResult {
  const projects: Projects = {};
  const plans: Plan[] = [];
  const read = new Map<string, Set<string>>();
  const asked: {
    record: Omit<PipelineRecord, 'record'>;
    pretrainings: string[];
    documents: string[];
  }[] = [];
  for (const pipelineName of names) {
    const documents = documentsOf(workspace, pipelineName);
    Object.assign(projects, ...documents.map((path) => documentProject(path)));
    if (nameProblem(root, pipelineName) !== undefined) {
      Object.assign(projects, documentProject(documents[0]!, pipelineName));
      continue;
    }
    try {
      const pipeline = resolvePipeline(workspace, pipelineName);
      const plan = planPipeline(pipeline);
      checkGraph(plan.nodes);
      const { question, cost, expected } = pipeline;
      const { nodes, utilities } = plan;
      const pretrainings = nodes.filter(({ stage }) => stage === 'pretrain');
      plans.push(plan);
      asked.push({
        record: { name: pipelineName, question, cost, expected, utilities },
        pretrainings: pretrainings.map((node) => node.name),
        documents,
      });
      for (const node of nodes.filter(({ upstream }) => upstream.length === 0)) {
        const before = read.get(node.name) ?? [];
        read.set(node.name, new Set([...before, ...documents]));
      }
    } catch {
      // Whatever it is, its own targets say so and all other pipelines go on.
      Object.assign(projects, brokenPipelineProject(pipelineName, documents));
    }
  }
  const { nodes, bundles } = mergePlans(plans);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const records = nodeRecords(nodes, bundles);
  const lineages = asked.map(({ record }) => lineageRecord(record.name, record.utilities, records));
  const written = [...records.values(), ...lineages];
  writeNodeRecords(root, written);
  for (const { digest } of written) inUse.add(digest);
  for (const [at, { record, pretrainings, documents }] of asked.entries()) {
    const { digest } = lineages[at]!;
    const whole = { ...record, record: digest };
    Object.assign(projects, pipelineProject(whole, pretrainings, documents));
  }
  for (const bundle of bundles) Object.assign(projects, bundleProject(bundle));
  for (const node of nodes) {
    const nodeOf = (upstream: string) => byName.get(upstream)!;
    const { digest } = records.get(node.name)!;
    Object.assign(projects, nodeProject(node, digest, nodeOf, [...(read.get(node.name) ?? [])]));
  }
  return { projects: projects as Required<CreateNodesResult>['projects'] };
}
