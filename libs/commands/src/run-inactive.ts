import { UserError, readFlags, unknownName } from '@nhat/documents';
import { nameProblem } from '@nhat/workspace/name-problem';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import type { PipelineTarget } from './command-list';
import { reportFlags } from './report-arguments';
import { runOwnGraph } from './run-own-graph';

/**
 * `nx utility|page|claims <pipeline> [--json] [--output FILE]` for a pipeline that is not active: the graph of the workspace does not
 * have its nodes, so an Nx with the graph of this pipeline alone runs them. Returns its exit status. It ends with the outer Nx.
 */
export async function main([target, ...words]: [PipelineTarget, ...string[]]): Promise<number> {
  if (process.env['NHAT_ONLY_ACTIVE']) return 0;
  const name = askedPipeline(target);
  const root = process.cwd();
  checkPipeline(root, name);
  readFlags(`nx ${target} ${name}`, words, reportFlags);
  const outer = Number(process.env['NX_INVOCATION_ROOT_PID'] ?? process.ppid);
  return runOwnGraph(root, name, ['run', `${name}:${target}`, ...words], outer);
}

/** Whatever else is wrong with a pipeline, the other Nx says. */
function checkPipeline(root: string, name: string): void {
  const { names } = readWorkspace(root).pipelines;
  if (!names.includes(name)) throw new UserError(unknownName('pipelines', name, names));
  const problem = nameProblem(root, name);
  if (problem !== undefined) throw problem;
}
