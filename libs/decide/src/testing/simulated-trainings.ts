import type { DatasetConfig, JsonObject, SupervisedConfig } from '@nhat/documents';
import type { Plan } from '@nhat/plan';
import { stream } from '@nhat/random';

/** U of each arm; the curve from scratch rises by 10 points a doubling. */
export type Utilities = Record<string, number>;

/** Training images where the source finds them in files. */
const FOUND = 400;

/**
 * The scores of the trainings of a plan and of its images; those of trainings are drawn from their configuration alone: a training has the same score whenever it is asked
 * for, and methods and networks have effects of their own.
 */
export function simulatedTrainings(
  plan: Plan,
  utilities: Utilities,
  { noise = 0.02, between = 0 }: { noise?: number; between?: number } = {},
): (node: string) => JsonObject {
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  return (name) => {
    const { config, stage, upstream } = nodes.get(name)!;
    if (stage === 'images') return imagesOf(config as unknown as DatasetConfig);
    const { dataset, arm, n, seed } = config as unknown as SupervisedConfig;
    const labels = stage === 'scratch' ? n : n * (1 + utilities[arm]!);
    const network = upstream.find(({ role }) => role === 'pretrain')?.node;
    const error = noise * stream('run', dataset, arm, n, seed).normal();
    const effect = network === undefined ? 0 : between * stream('network', network).normal();
    const test = 0.1 + 0.1 * Math.log2(labels / 10) + error + effect;
    return { n, seed, test, train: 1, fitted: true, chance: 0.1 };
  };
}

const imagesOf = ({ counts, resolution }: DatasetConfig): JsonObject => ({
  classes: Array.from({ length: 10 }, (_, at) => `class ${at}`),
  counts: { ...(counts ?? { train: FOUND, validation: 50, test: 100 }) },
  resolution,
  truths: ['label'],
  lab: { mean: [50, 0, 0], std: [10, 5, 5] },
});
