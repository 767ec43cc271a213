import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CreateNodesResult,
  CreateNodesV2,
  PostTasksExecution,
  PreTasksExecution,
} from '@nx/devkit';
import { checkGraph, mergePlans, planPipeline } from '@nhat/plan';
import type { Plan } from '@nhat/plan';
import { resolvePipeline, userError } from '@nhat/spec';
import type { Workspace } from '@nhat/spec';
import { nodeRecords, writeNodeRecords } from '@nhat/stages/runner/node-record';
import { sweepWhenDue } from '@nhat/stages/runner/sweep';
import { openStore } from '@nhat/store';
import { tasksBegin, tasksEnd } from './exit-status';
import { misnamedPipelines } from './misnamed-pipelines';
import { brokenPipelineProject, bundleProject, nodeProject, pipelineProject } from './projects';
import type { Projects } from './projects';
import { readWorkspace } from './read-workspace';
import { wantedPipelines } from './wanted-pipelines';

export const name = 'nhat';

/** Pipelines → Nx projects: one for each pipeline, each node and each bundle. */
export const createNodesV2: CreateNodesV2 = [
  'pipelines/**/*.json',
  (files, _options, { workspaceRoot }) => {
    const [first] = files;
    if (first === undefined) return [];
    const workspace = readWorkspace(workspaceRoot);
    const { argv, env } = process;
    const wanted = wantedPipelines(workspace.pipelines, argv.slice(2), env['NHAT_PIPELINES']);
    wanted.forEach((pipeline) => checkName(workspaceRoot, workspace, pipeline));
    const misnamed = misnamedPipelines(workspace.pipelines, argv.slice(2)).filter(
      (one) => !isLibrary(workspaceRoot, one),
    );
    return [[first, projectsOf(workspaceRoot, workspace, wanted, misnamed)]];
  },
];

export const createNodes = createNodesV2;

/** Digests of the records of the nodes that this process knows. */
const inUse = new Set<string>();

/** After the work, because a run may go on from an old checkpoint. */
function sweepAfter(root: string): void {
  try {
    sweepWhenDue({ root, store: openStore(root).location, records: inUse, now: Date.now() });
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

/** Nx wants one name for one project, and says only that there are two. */
function checkName(root: string, { pipelines }: Workspace, pipeline: string): void {
  if (!isLibrary(root, pipeline)) return;
  throw userError(pipelines.path(pipeline), 'named like a library', {
    got: pipeline,
    expected: 'a name that is no folder in libs/',
    advice: 'Rename the file.',
  });
}

const isLibrary = (root: string, name: string): boolean =>
  existsSync(join(root, 'libs', name, 'project.json'));

function projectsOf(
  root: string,
  workspace: Workspace,
  names: readonly string[],
  misnamed: readonly string[],
): CreateNodesResult {
  const projects: Projects = Object.assign({}, ...misnamed.map(brokenPipelineProject));
  const plans: Plan[] = [];
  for (const pipelineName of names) {
    try {
      const pipeline = resolvePipeline(workspace, pipelineName);
      const plan = planPipeline(pipeline);
      const { question, cost, expected } = pipeline;
      const { nodes, utilities } = plan;
      const pretrainings = nodes.filter(({ stage }) => stage === 'pretrain');
      const record = { name: pipelineName, question, cost, expected, utilities };
      plans.push(plan);
      Object.assign(
        projects,
        pipelineProject(
          record,
          pretrainings.map((node) => node.name),
        ),
      );
    } catch (error) {
      if ((error as Error).name !== 'UserError') throw error;
      Object.assign(projects, brokenPipelineProject(pipelineName));
    }
  }
  const { nodes, bundles } = mergePlans(plans);
  checkGraph(nodes);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const records = nodeRecords(nodes, bundles);
  writeNodeRecords(root, records.values());
  for (const { digest } of records.values()) inUse.add(digest);
  for (const bundle of bundles) Object.assign(projects, bundleProject(bundle));
  for (const node of nodes) {
    Object.assign(
      projects,
      nodeProject(node, records.get(node.name)!.digest, (upstream) => byName.get(upstream)!),
    );
  }
  return { projects: projects as Required<CreateNodesResult>['projects'] };
}
