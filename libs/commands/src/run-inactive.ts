import { UserError, readFlags, resolvePipeline, unknownName } from '@nhat/documents';
import { isRunning } from '@nhat/artifacts';
import { runProcess, statusOf } from '@nhat/runner/run-process';
import { nxCommand } from '@nhat/workspace/copied-workspace';
import { nameProblem } from '@nhat/workspace/name-problem';
import { ownGraphEnvironment } from '@nhat/workspace/own-graph';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import { reportFlags } from './report-arguments';

/** Milliseconds between looks at whether the outer Nx is still there. */
const LOOK = 300;

/**
 * `nx utility|page <pipeline> [--json] [--output FILE]` for a pipeline that is not active: the graph of the workspace does not
 * have its nodes, so an Nx with the graph of this pipeline alone runs them. Returns its exit status. It ends with this process,
 * which ends with the outer Nx.
 */
export async function main([target = '', ...words]: string[]): Promise<number> {
  if (process.env['NHAT_ONLY_ACTIVE']) return 0;
  const name = askedPipeline(process.env);
  const root = process.cwd();
  checkPipeline(root, name);
  readFlags(`nx ${target} ${name}`, words, reportFlags);
  const stop = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort());
  }
  const outer = Number(process.env['NX_INVOCATION_ROOT_PID'] ?? process.ppid);
  const look = setInterval(() => isRunning(outer) || stop.abort(), LOOK);
  try {
    const args = [nxCommand(root), 'run', `${name}:${target}`, ...words];
    const environment = ownGraphEnvironment(root, process.env, name);
    return statusOf(
      await runProcess(process.execPath, args, { root, environment, stop: stop.signal }),
    );
  } finally {
    clearInterval(look);
  }
}

/** What is wrong with a document is said here, before another Nx says it at length. */
function checkPipeline(root: string, name: string): void {
  const workspace = readWorkspace(root);
  const { names } = workspace.pipelines;
  if (!names.includes(name)) throw new UserError(unknownName('pipelines', name, names));
  const problem = nameProblem(root, name);
  if (problem !== undefined) throw problem;
  resolvePipeline(workspace, name);
}
