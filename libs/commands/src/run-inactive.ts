import { readFlags } from '@nhat/documents';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { askedPipeline } from './asked-pipeline';
import type { PipelineTarget } from './command-list';
import { checkPipelineName } from './planned-pipeline';
import { reportFlags } from './report-arguments';
import { outerProcess, runOwnGraph } from './run-own-graph';

/**
 * `nx utility|page|claims <pipeline> [--json] [--output FILE]` for a pipeline that is not active: the graph of the workspace does not
 * have its nodes, so an Nx with the graph of this pipeline alone runs them. Returns its exit status. It ends with the outer Nx.
 */
export async function main([target, ...words]: [PipelineTarget, ...string[]]): Promise<number> {
  if (process.env['NHAT_ONLY_ACTIVE']) return 0;
  const name = askedPipeline(target);
  const root = process.cwd();
  // Whatever else is wrong with the pipeline, the other Nx says.
  checkPipelineName(root, readWorkspace(root), name);
  readFlags(`nx ${target} ${name}`, words, reportFlags);
  return runOwnGraph(root, name, ['run', `${name}:${target}`, ...words], outerProcess());
}
