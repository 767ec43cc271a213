import { transformSync } from 'esbuild';
import type { Stage, StageOutputs } from '@nhat/runner/stage';
import { memoryBlobs, memoryRun } from '@nhat/stages/testing/memory-run';
import type { PlanNode } from '../node';
import type { Plan } from '../plan-pipeline';

/** Runs nodes of plans in this process, from the entries of their bundles; a node that was run is not run again. */
export function nodeRunner() {
  const blobs = memoryBlobs();
  const finished = new Map<string, { node: PlanNode; outputs: StageOutputs }>();

  async function run(node: PlanNode, plan: Plan): Promise<StageOutputs> {
    const before = finished.get(node.name);
    if (before) return before.outputs;
    const upstream = node.upstream.map(({ role, node: name }) => {
      const { node: other, outputs } = finished.get(name)!;
      return { role, node: name, stage: other.stage, config: other.config, outputs };
    });
    const { entry } = plan.bundles.find(({ name }) => name === node.bundle)!;
    const outputs = await stageOf(entry)(memoryRun(node.config, { blobs, upstream }));
    // As the next node gets it: through a file.
    finished.set(node.name, { node, outputs: JSON.parse(JSON.stringify(outputs)) as StageOutputs });
    return outputs;
  }

  return {
    /** Runs all nodes, or those that `chosen` names, in order. */
    async runAll(plan: Plan, chosen: (node: PlanNode) => boolean = () => true) {
      for (const node of plan.nodes) if (chosen(node)) await run(node, plan);
    },
    outputs: (name: string): StageOutputs => finished.get(name)!.outputs,
  };
}

const stages = new Map<string, Stage<unknown>>();

function stageOf(entry: string): Stage<unknown> {
  const known = stages.get(entry);
  if (known) return known;
  const { code } = transformSync(entry, { format: 'cjs' });
  const module = { exports: {} as { run: Stage<unknown> } };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what the entry imports by name
  const load = (name: string): unknown => require(name);
  new Function('require', 'module', 'exports', code)(load, module, module.exports);
  stages.set(entry, module.exports.run);
  return module.exports.run;
}
