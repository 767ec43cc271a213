import { count } from './count';
import type { Pipeline } from './resolved-pipeline';
import { networkSeeds } from './network-seeds';
import { problem } from './problem';

/** The largest number of nodes of a pipeline, because Nx keeps all of them in memory. */
const MAX_NODES = 50_000;

/** Reports a pipeline with too many nodes; counts them without making any. */
export function sizeProblems(path: string, pipeline: Pipeline): string[] {
  const nodes = nodeCount(pipeline);
  if (nodes <= MAX_NODES) return [];
  return problem(path, [], `${count(nodes)} nodes are too many`, {
    expected: `at most ${count(MAX_NODES)}`,
    advice:
      'Nodes are datasets × backbones × tasks × methods × evaluations × budgets × seeds: shorten one of the lists, or make two pipelines.',
  });
}

/** The number of nodes in the plan of a pipeline; equal nodes in two places are counted twice. */
export function nodeCount(pipeline: Pipeline): number {
  const { datasets, backbones, tasks, evaluations, seeds } = pipeline;
  const networks = new Set(Object.values(networkSeeds(pipeline))).size;
  const perDataset = datasets.map(({ dataset }) => {
    const budgets = pipeline.ownBudgets.get(dataset) ?? pipeline.budgets;
    const scratch = budgets.scratch.length * seeds.length + 1;
    const finetuned = budgets.finetune.length * seeds.length + 2;
    const cells = backbones.map(
      ({ methods }) =>
        methods.length * networks +
        tasks.length * (scratch + methods.length * evaluations.length * finetuned),
    );
    return 1 + sum(cells);
  });
  const tables = (pipeline.scores?.cells ?? []).map(({ arms }) => 2 * arms.length);
  return 1 + sum(perDataset) + sum(tables) + sum(pipeline.includes.map(nodeCount));
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
