import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables by which a run of Nx tells its tasks about itself. Another run that one of them starts would take them for its own. */
const OF_A_TASK =
  /^(NX_TASK_|NX_INVO|NX_TERMINAL_|NX_CLI_SET$|NX_WORKSPACE_ROOT$|LERNA_PACKAGE_NAME$)/;

/** What a run of Nx needs to be none of the tasks of this one. */
export function freshEnvironment(environment: Environment): Record<string, string | undefined> {
  const others = Object.keys(environment).filter((key) => OF_A_TASK.test(key));
  return {
    ...Object.fromEntries(others.map((key) => [key, undefined])),
    // Nx makes its tasks print colours also where nobody sees them.
    ...(environment['NHAT_NO_COLOUR'] ? { FORCE_COLOR: undefined } : {}),
  };
}

/**
 * What a run of Nx needs to see the pipeline `name` alone, with all its nodes: NHAT_OWN_GRAPH names it, and the data of this run,
 * the graph among them, lie in a folder of their own, so that no other run takes this graph for that of the workspace.
 * NHAT_OUTER is this process, which starts it.
 */
export function ownGraphEnvironment(
  root: string,
  environment: Environment,
  name: string,
): Record<string, string | undefined> {
  return {
    ...freshEnvironment(environment),
    NX_DAEMON: 'false',
    NX_WORKSPACE_DATA_DIRECTORY: dataFolder(dataOfWorkspace(root, environment), name),
    NHAT_OWN_GRAPH: name,
    NHAT_OUTER: String(process.pid),
    NHAT_ONLY_ACTIVE: undefined,
    NHAT_PIPELINE: undefined,
  };
}

/** The pipeline that this run of Nx has for itself; undefined for the graph of the workspace. */
export function ownGraph(environment: Environment): string | undefined {
  const name = environment['NHAT_OWN_GRAPH'];
  const data = environment['NX_WORKSPACE_DATA_DIRECTORY'];
  if (!name || !data) return undefined;
  // Set by hand, it would give the workspace a graph that depends on who asks.
  return data === dataFolder(resolve(data, '../..'), name) ? name : undefined;
}

/** Where Nx keeps the graph of the workspace; what is below goes with it at `nx reset`. */
const dataOfWorkspace = (root: string, environment: Environment): string =>
  resolve(root, environment['NX_WORKSPACE_DATA_DIRECTORY'] || join('.nx', 'workspace-data'));

const dataFolder = (data: string, name: string): string =>
  join(data, 'pipelines', createHash('sha256').update(name).digest('hex').slice(0, 16));
