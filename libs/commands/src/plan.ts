import { checkGraph, planPipeline, workOf } from '@nhat/plan';
import { UserError, jsonFlag, readFlags, resolvePipeline, unknownName } from '@nhat/documents';
import { openStore } from '@nhat/store';
import { askedPipeline } from './asked-pipeline';
import { forecast } from './forecast';
import { nameProblem } from '@nhat/workspace/name-problem';
import { countByStage, planTable } from './plan-table';
import { readWorkspace } from '@nhat/workspace/read-workspace';

/** `nx plan <pipeline> [--json]`: lists the nodes that will run, and why. NHAT_PIPELINE contains the pipeline. */
export async function main(args: string[]): Promise<void> {
  const pipeline = askedPipeline(process.env);
  const root = process.cwd();
  const workspace = readWorkspace(root);
  const { names } = workspace.pipelines;
  if (!names.includes(pipeline)) throw new UserError(unknownName('pipelines', pipeline, names));
  const problem = nameProblem(root, pipeline);
  if (problem !== undefined) throw problem;
  const plan = planPipeline(resolvePipeline(workspace, pipeline));
  checkGraph(plan.nodes);
  const { json } = readFlags(`nx plan ${pipeline}`, args, jsonFlag);
  const nodes = await forecast(root, openStore(root), pipeline, plan);
  const running = new Set(nodes.flatMap(({ name, status }) => (status === 'run' ? [name] : [])));
  const { registries } = workspace;
  const work = {
    all: workOf(plan.nodes, registries),
    run: workOf(plan.nodes, registries, (name) => running.has(name)),
  };
  const record = { pipeline, nodes, stages: countByStage(nodes), work };
  process.stdout.write(
    json ? `${JSON.stringify(record, null, 2)}\n` : planTable(pipeline, nodes, work),
  );
}
