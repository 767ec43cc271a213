import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { indexDocuments, resolvePipeline } from '@nhat/documents';
import { memoryBlobs, memoryRun } from '@nhat/stages/testing/memory-run';
import type { Stage, StageOutputs } from '@nhat/runner/stage';
import { augmentations } from '@nhat/augment/registry';
import { exportName } from './bundle';
import type { PlanNode } from './node';
import { planPipeline } from './plan-pipeline';
import { registries } from './registries';

const datasets = join(__dirname, '../../../datasets');
const blobs = memoryBlobs();
const finished = new Map<string, { node: PlanNode; outputs: StageOutputs }>();

/** One small question about a task, as a document. */
const question = (task: string, dataset: string) => ({
  question: 'Does it run from the document to the utility?',
  datasets: [dataset],
  images: { resolution: 32, train: 100, validation: 10, test: 60 },
  backbones: [{ name: 'resnet9', width: 0.125, features: 16 }],
  tasks: [task],
  methods: ['rotation'],
  budgets: { scratch: [20, 60], finetune: [20] },
  seeds: 1,
  training: { imagesSeen: { perLabel: 1, minimum: 160, maximum: 160 }, batch: 16 },
  pretraining: { imagesSeen: 64, batch: 16 },
  epochMinimum: 100,
});

function planned(task: string, dataset: string) {
  const files = readdirSync(datasets).map((name) => ({
    path: `datasets/${name}`,
    text: readFileSync(join(datasets, name), 'utf8'),
  }));
  const text = JSON.stringify(question(task, dataset));
  const pipelines = [{ path: `pipelines/${task}.json`, text }];
  const workspace = {
    registries,
    datasets: indexDocuments('dataset', files),
    pipelines: indexDocuments('pipeline', pipelines),
  };
  return planPipeline(resolvePipeline(workspace, task));
}

const changes = Object.values(augmentations);

/** The code of a node as its bundle puts it together. */
function stageOf({ stage, config }: PlanNode): Stage<unknown> {
  const part = (library: string, name: string) =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, as a bundle does
    (require(`@nhat/${library}/${name}`) as Record<string, unknown>)[exportName(name)];
  const named = (key: string) => (config[key] as { name: string }).name;
  const file = stage === 'scratch' || stage === 'finetune' ? 'supervised' : stage;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, as a bundle does
  const code = require(`@nhat/stages/${file}`) as Record<string, (parts: object) => unknown>;
  if (file === 'images') {
    return (code[file]!({ source: part('sources', named('source')) }) as { run: Stage<unknown> })
      .run;
  }
  if (file !== 'supervised' && file !== 'pretrain') return code['run'] as Stage<unknown>;
  const backbone = part('models', named('backbone'));
  const parts =
    file === 'pretrain'
      ? { method: part('pretext', named('method')), backbone, augmentations: changes }
      : { task: part('tasks', named('task')), backbone, augmentations: changes };
  return code[file]!(parts) as Stage<unknown>;
}

/** Runs what has not run before, in the order of the plan. */
async function runAll(nodes: readonly PlanNode[]): Promise<void> {
  for (const node of nodes) {
    if (finished.has(node.name)) continue;
    const upstream = node.upstream.map(({ role, node: name }) => {
      const before = finished.get(name)!;
      const { stage, config } = before.node;
      return { role, node: name, stage, config, outputs: before.outputs };
    });
    const outputs = await stageOf(node)(memoryRun<unknown>(node.config, { blobs, upstream }));
    finished.set(node.name, { node, outputs: JSON.parse(JSON.stringify(outputs)) as StageOutputs });
  }
}

describe('every task goes from a document to a utility', () => {
  const names = Object.keys(registries.tasks);
  const dense = names.filter((name) => registries.tasks[name]!.dense);
  it.each([
    ...names.map((name) => [name, 'shapes-tcvl']),
    ...dense.map((name) => [name, 'scenes-tcvl']),
  ])('%s on %s', async (name, dataset) => {
    const { nodes, utilities } = planned(name!, dataset!);
    await runAll(nodes);
    const { metric } = registries.tasks[name!]!;
    const supervised = nodes.filter(({ stage }) => stage === 'scratch' || stage === 'finetune');
    expect(supervised).toHaveLength(3);
    for (const node of supervised) {
      const { scores } = finished.get(node.name)!.outputs;
      const { test, validation, train } = scores['metrics'] as Record<string, object>;
      for (const [split, found] of Object.entries({ test, validation, train })) {
        const main = (found as Record<string, number>)[metric!];
        expect(main).toBe(scores[split]);
        expect(main).toBeGreaterThanOrEqual(0);
        expect(main).toBeLessThanOrEqual(1);
      }
    }
    expect(utilities).toHaveLength(1);
    const { scores } = finished.get(utilities[0]!)!.outputs;
    expect(scores).toMatchObject({ method: 'rotation', metric, points: [{ n: 20, seeds: 1 }] });
  });
});
