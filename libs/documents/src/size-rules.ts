import type { Pipeline } from './pipeline';
import { problem } from './problem';

/** Most nodes of a pipeline: Nx keeps all of them in memory. */
export const MOST_NODES = 50_000;

/** A pipeline of more nodes than can be planned; counted without making any. */
export function sizeProblems(path: string, pipeline: Pipeline): string[] {
  const nodes = nodeCount(pipeline);
  if (nodes <= MOST_NODES) return [];
  return problem(path, [], `${nodes.toLocaleString('en')} nodes are too many`, {
    expected: `at most ${MOST_NODES.toLocaleString('en')}`,
    advice:
      'Nodes are datasets × backbones × tasks × methods × evaluations × budgets × seeds: shorten one of the lists, or make two pipelines.',
  });
}

/** Nodes of the plan of a pipeline; those that come out the same in two places are counted twice. */
export function nodeCount(pipeline: Pipeline): number {
  const { datasets, backbones, tasks, evaluations, seeds, pretrainingSeeds } = pipeline;
  const perDataset = datasets.map(({ dataset }) => {
    const budgets = pipeline.ownBudgets.get(dataset) ?? pipeline.budgets;
    const scratch = budgets.scratch.length * seeds.length + 1;
    const finetuned = budgets.finetune.length * seeds.length + 2;
    const cells = backbones.map(
      ({ methods }) =>
        methods.length * pretrainingSeeds +
        tasks.length * (scratch + methods.length * evaluations.length * finetuned),
    );
    return 1 + sum(cells);
  });
  return sum(perDataset);
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
