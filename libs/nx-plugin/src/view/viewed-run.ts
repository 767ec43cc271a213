import type { PostTasksExecutionContext } from '@nx/devkit';
import { isActive } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { PIPELINE_TARGETS } from '@nhat/commands/command-list';
import { readCommandLine } from '@nhat/commands/command-line';
import type { NxRequest } from '@nhat/commands/command-line';
import { wantsOutputOfNx } from '@nhat/commands/output-of-nx';
import { processesOf } from '@nhat/commands/plan-cost';
import { publishedLines } from '@nhat/commands/published-lines';
import { readNodeStates } from '@nhat/live';
import { ownGraph } from '@nhat/workspace/own-graph';
import { keptExpansion } from '../kept-expansion';
import { LOOKS, RUN } from '../projects';
import { uniteNodes } from '../workspace-graph';
import { failureTexts, linesOfTask } from './failure-lines';
import { leaveJobs } from './leave-jobs';
import { startView } from './run-view';
import type { RunView } from './run-view';
import { storeLines } from './store-lines';

/** `nodes` are all nodes of a pipeline and nothing else, for `nx decide`. */
const VIEWED = [...PIPELINE_TARGETS, 'nodes'];

export interface ViewContext {
  root: string;
  workspace: WorkspaceDocuments;
  /** The arguments of `nx`. */
  commandLine: readonly string[];
  /** Digest of the code that plans. */
  code: string | undefined;
}

/** A run of Nx that is shown by a view of ours instead of by Nx. */
export interface ViewedRun {
  /** Prints what the run answers, and what failed; after Ctrl-C, which jobs go on. */
  end(results: PostTasksExecutionContext['taskResults']): Promise<void>;
}

/**
 * Begins to show a run, if it is one of pipelines and nobody asked for the output of Nx. It sets the variables by which the tasks
 * know of it.
 */
export function viewRun(context: ViewContext): ViewedRun | undefined {
  const { root, commandLine } = context;
  const request = readCommandLine(commandLine, VIEWED);
  if (!request?.targets.some((target) => VIEWED.includes(target))) return undefined;
  if (wantsOutputOfNx(commandLine, process.env)) return undefined;
  const pipelines = pipelinesOf(context, request);
  const computes = request.targets.some((target) => !LOOKS.some((look) => look === target));
  const expansions = computes ? pipelines.flatMap((name) => expansionOf(context, name)) : [];
  const nodes = [...uniteNodes(expansions.flatMap((one) => one.nodes)).values()];
  const view = startView({
    ...{
      root,
      pipelines,
      command: ['nx', ...commandLine].join(' '),
      parallel: processesOf(process.env),
    },
    nodes,
    computes,
    isJson: request.words.some((word) => /^--json(=true)?$/.test(word)),
    isQuiet: Boolean(process.env['NHAT_VIEW']),
  });
  Object.assign(process.env, {
    NHAT_VIEW: view.id,
    // One line for each task that ended, no output of tasks, and no pseudo terminal, which cuts letters in two.
    NX_STREAM_OUTPUT: 'false',
    NX_TASKS_RUNNER_DYNAMIC_OUTPUT: 'false',
    NX_NATIVE_COMMAND_RUNNER: 'false',
  });
  return closing({ root, view, pipelines, nodes: nodes.map(({ name }) => name) });
}

interface BegunView {
  root: string;
  view: RunView;
  pipelines: readonly string[];
  /** Names of all nodes. */
  nodes: readonly string[];
}

function closing(begun: BegunView): ViewedRun {
  const { root, view, nodes } = begun;
  let isOver = false;
  let isInterrupted = false;
  const once = (act: () => void) => {
    if (!isOver) act();
    isOver = true;
  };
  // Before the handler of Nx, after which nothing can be printed.
  const onInterrupt = () => {
    isInterrupted = true;
    once(() => view.close('stopped'));
    if (process.listenerCount('SIGINT') === 1) process.exit(130);
  };
  process.on('SIGINT', onInterrupt);
  return {
    end: async (results) => {
      once(() => {
        process.off('SIGINT', onInterrupt);
        endView(begun, Object.values(results));
      });
      if (!isInterrupted) return;
      process.off('SIGINT', onInterrupt);
      await leaveJobs(root, nodes);
    },
  };
}

type Result = PostTasksExecutionContext['taskResults'][string];

function endView({ root, view, pipelines }: BegunView, results: readonly Result[]): void {
  const failed = results.filter(({ status }) => status === 'failure');
  const isStopped = results.some(({ status }) => (status as string) === 'stopped');
  for (const { task, status } of results) {
    if (task.target.target !== RUN) continue;
    if (status === 'failure') view.note(task.target.project, 'failed');
    else if (/cache/.test(status)) view.note(task.target.project, 'restored');
    else if (status === 'success') view.note(task.target.project, 'ended');
  }
  const outcome = isStopped ? 'stopped' : failed.length > 0 ? 'failed' : 'finished';
  const messages = new Map(readNodeStates(root).map(({ node, failure }) => [node, failure]));
  view.close(outcome);
  if (isStopped) return;
  for (const { task, status, terminalOutput = '' } of results) {
    if (status !== 'success' || task.target.target === RUN) continue;
    const text = linesOfTask(terminalOutput).join('\n').trim();
    if (text !== '') process.stdout.write(`${text}\n`);
  }
  const texts = failureTexts(
    failed.map(({ task, terminalOutput = '' }) => {
      const { project, target } = task.target;
      const name = target === RUN ? project : `${project}:${target}`;
      return { name, log: terminalOutput, message: messages.get(project) };
    }),
  );
  // The log of a node that Nx restored is of an earlier run.
  const ran = results.filter(({ task, status }) => {
    return task.target.target === RUN && (status === 'success' || status === 'failure');
  });
  const aboutStore = storeLines(ran.map(({ terminalOutput = '' }) => terminalOutput));
  const published = failed.length > 0 ? publishedLines(root, pipelines) : [];
  for (const text of new Set([...texts, ...aboutStore, ...published])) {
    process.stderr.write(`${text}\n`);
  }
}

/**
 * The pipelines that the arguments name: all active ones when they name none, and none that they exclude. A pattern stands for those that
 * it fits.
 */
export function pipelinesOf(
  { workspace: { pipelines } }: { workspace: Pick<WorkspaceDocuments, 'pipelines'> },
  { projects, exclude }: Pick<NxRequest, 'projects' | 'exclude'>,
): string[] {
  const own = ownGraph(process.env);
  if (own !== undefined) return [own];
  const isNamed =
    projects === undefined
      ? (name: string) => isActive(pipelines, name) === true
      : isLike(projects);
  const isExcluded = isLike(exclude);
  return pipelines.names.filter((name) => isNamed(name) && !isExcluded(name));
}

/** Tells whether a name is one of these, or fits one that is a pattern. */
function isLike(names: readonly string[]): (name: string) => boolean {
  const patterns = names.map((one) => new RegExp(`^${one.split('*').map(escaped).join('.*')}$`));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Nothing for a pipeline with a mistake, which its own target reports. */
function expansionOf({ root, workspace, code }: ViewContext, name: string) {
  try {
    return [keptExpansion(root, workspace, name, code)];
  } catch {
    return [];
  }
}
