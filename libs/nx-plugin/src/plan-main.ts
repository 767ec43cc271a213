import { checkGraph, planPipeline, workOf } from '@nhat/plan';
import { UserError, resolvePipeline, unknownName } from '@nhat/spec';
import { openStore } from '@nhat/store';
import { expectations } from './expectation';
import { countByStage, planTable } from './plan-table';
import { readWorkspace } from './read-workspace';

/** `nx plan <pipeline> [--json]`: which nodes will run, and why. */
export async function main(args: string[]): Promise<void> {
  const pipeline = args.find((word) => !word.startsWith('-')) ?? '';
  const json = args.some((word) => word === '--json' || word === '--json=true');
  const root = process.cwd();
  const workspace = readWorkspace(root);
  const { names } = workspace.pipelines;
  if (!names.includes(pipeline)) throw new UserError(unknownName('nx plan', pipeline, names));
  const plan = planPipeline(resolvePipeline(workspace, pipeline));
  checkGraph(plan.nodes);
  const nodes = await expectations(root, openStore(root), plan);
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
