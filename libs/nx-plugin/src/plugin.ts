import type {
  CreateDependencies,
  CreateNodesResult,
  CreateNodesV2,
  DependencyType,
  PostTasksExecution,
  PreTasksExecution,
  RawProjectGraphDependency,
} from '@nx/devkit';
import { isActive, userError } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { sweepWhenDue } from '@nhat/runner/sweep';
import { openStore, unsentLine } from '@nhat/store';
import { checkBudgets } from '@nhat/commands/check-budgets';
import { checkDocuments } from '@nhat/commands/check-documents';
import { handedDown } from '@nhat/commands/handed-down';
import { readCommandLine } from '@nhat/commands/command-line';
import { placeOfRun } from '@nhat/commands/place-of-run';
import { endWithOuter } from '@nhat/commands/run-own-graph';
import { answerAtOnce, answerBeforeGraph, isAnswered } from './answer-before-graph';
import { tasksBegin, tasksEnd } from './exit-status';
import { NODE_NAME } from '@nhat/workspace/node-name';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { ownGraph } from '@nhat/workspace/own-graph';
import { userFolder } from '@nhat/workspace/user-folder';
import { COMPUTING, checkCluster, foreseenPipelines } from './check-cluster';
import { foreseeFiles } from './foresee-files';
import { handOver } from './hand-over';
import { libraryImports } from './library-imports';
import { knownExpansion } from './kept-expansion';
import { mendNxData } from './mend-nx-data';
import { orRefuse, refuse } from './or-refuse';
import { probeNxFolder } from './probe-nx-folder';
import type { ProjectSet } from './projects';
import { pipelinesOf, viewRun } from './view/viewed-run';
import type { ViewedRun } from './view/viewed-run';
import { workspaceGraph } from './workspace-graph';

export const name = 'nhat';

/** Digest of the code of this plugin; undefined until `setCode` is called. */
let code: string | undefined;

export function setCode(digest: string): void {
  code = digest;
}

/** As a text, because the enumeration would bring all of @nx/devkit, which takes a tenth of a second to load. */
const IMPLICIT = 'implicit' as DependencyType.implicit;

/** The projects of the last `createNodesV2` by root, and what they depend on, by name. */
let projects: ProjectSet['projects'] = {};
let dependencies: ProjectSet['dependencies'] = {};

/** Pipelines → Nx projects: one for each pipeline, document, node and bundle. */
export const createNodesV2: CreateNodesV2 = [
  // nx.json too, because Nx does not see documents that are links.
  '{nx.json,pipelines/**/*.json}',
  (files, _options, { workspaceRoot }) => {
    const [first] = files;
    if (first === undefined) return [];
    const workspace = readWorkspace(workspaceRoot);
    if (isCommandLine(process.argv[1])) {
      answerBeforeGraph(workspaceRoot, workspace);
      orRefuse(() => probeNxFolder(workspaceRoot));
      sayMended(mendNxData(workspaceRoot));
    }
    const only = ownGraph(process.env);
    const graphOf = () => workspaceGraph(workspaceRoot, workspace, { only, code });
    const graph = isCommandLine(process.argv[1]) ? orRefuse(graphOf) : graphOf();
    if (isCommandLine(process.argv[1])) refuseUnknownNode(graph);
    graph.records.forEach((digest) => inUse.add(digest));
    ({ projects, dependencies } = graph);
    return [[first, { projects: projects as Required<CreateNodesResult>['projects'] }]];
  },
];

export const createNodes = createNodesV2;

/**
 * What depends on what: for `nx graph` and `nx affected`, and for nodes also what runs before what. As `implicitDependencies` of
 * the projects Nx would take each for a pattern and walk through all projects for it.
 */
export const createDependencies: CreateDependencies = (_options, context) => [
  ...libraryImports(context),
  ...Object.entries(dependencies).flatMap(([source, targets]) =>
    targets
      .filter((target) => Object.hasOwn(context.projects, target))
      .map((target): RawProjectGraphDependency => ({ source, target, type: IMPLICIT })),
  ),
];

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

/** Variables that are set here reach the tasks, also when this runs in Nx's daemon. */
export const preTasksExecution: PreTasksExecution = async (_options, context) => {
  const { argv, workspaceRoot } = context;
  const commandLine = argv.slice(2);
  const handed = handedDown(commandLine);
  Object.assign(process.env, handed);
  if (!isHere(context)) return;
  process.env['INIT_CWD'] = userFolder(workspaceRoot);
  if (!process.stdout.isTTY && !process.env['FORCE_COLOR']) process.env['NHAT_NO_COLOUR'] = '1';
  const workspace = readWorkspace(workspaceRoot);
  // Where another process was making the graph, this one has taken that and looks at its arguments only now.
  if (!isAnswered()) answerAtOnce(workspaceRoot, workspace);
  orRefuse(() => {
    checkDocuments(commandLine, workspace);
    checkCluster(workspaceRoot, commandLine, workspace, process.env);
  });
  if (ownGraph(process.env) === undefined) {
    // To resolve a pipeline takes 0.2 s, for the compilation of its schema, although most have no images to count.
    const names = foreseenPipelines(commandLine, workspace).filter(
      (name) => knownExpansion(workspaceRoot, workspace, name, code)?.counted !== false,
    );
    const place = { root: workspaceRoot, environment: process.env };
    await checkBudgets(workspace, names, place).catch(refuse);
  }
  if (handed['NHAT_ONLY_ACTIVE']) sayPassedOver(workspace);
  if (ownGraph(process.env) !== undefined) endWithOuter(process.env);
  else {
    const status = await handOver({ ...{ root: workspaceRoot, workspace, commandLine }, projects });
    if (status !== undefined) process.exit(status);
  }
  orRefuse(() => takePlace(commandLine, workspace));
  const run = { root: workspaceRoot, workspace, commandLine, code };
  await foreseeFiles(run);
  view = viewRun(run);
  tasksBegin();
};

/** Lets the nodes run where the documents of the pipelines say. */
function takePlace(commandLine: readonly string[], workspace: WorkspaceDocuments): void {
  const asked = readCommandLine(commandLine, COMPUTING);
  if (!asked?.targets.some((target) => COMPUTING.includes(target))) return;
  const names = pipelinesOf({ workspace }, asked);
  Object.assign(process.env, placeOfRun(workspace.pipelines, names, process.env));
}

/** How this run is shown; undefined while Nx shows it itself. */
let view: ViewedRun | undefined;

function sayMended(line: string | undefined): void {
  if (line !== undefined) process.stderr.write(`${line}\n`);
}

function sayPassedOver({ pipelines }: WorkspaceDocuments): void {
  const { length } = pipelines.names.filter((one) => isActive(pipelines, one) === false);
  if (length === 0) return;
  const those = length === 1 ? 'a pipeline that is' : `${length} pipelines that are`;
  process.stderr.write(`nhat: passes over ${those} not active.\n`);
}

export const postTasksExecution: PostTasksExecution = async (_options, context) => {
  if (!isHere(context)) return;
  await view?.end(context.taskResults);
  tasksEnd(context);
  sweepAfter(context.workspaceRoot);
  const unsent = unsentLine(context.workspaceRoot);
  if (unsent !== undefined) process.stderr.write(`${unsent}\n`);
};

/** Whether this process is `nx` as somebody typed it: no daemon and no editor. */
const isCommandLine = (script = ''): boolean => /[\\/]nx(\.js)?$/.test(script);

/** Nx would only say that there is no such project. */
function refuseUnknownNode({ dependencies }: ProjectSet): void {
  const [command, asked = ''] = process.argv.slice(2);
  const [node = ''] = asked.split(':');
  if (command !== 'run' || !NODE_NAME.test(node) || Object.hasOwn(dependencies, node)) return;
  const { message } = userError(`nx run ${node}`, 'no node of an active pipeline', {
    advice:
      'Run the pipeline that it belongs to, e.g. `npx nx utility smoke`, or make that active.',
  });
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
