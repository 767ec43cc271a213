import { SCRATCH, trainingSchedule } from '@nhat/documents';
import type { Pipeline, Registries } from '@nhat/documents';
import { backboneOf, hasSplitLeft, kindOf, needsPretraining, nextSeedIn } from './cells';
import type { SeedCell } from './cells';

/**
 * Images seen by one more training of a cell, each view counted, with the pretraining that it needs first. A head that is fitted
 * without steps sees its labelled images once. Infinity where the dataset has too few images,
 * or no test images left for another seed.
 */
export function imagesSeen(
  pipeline: Pipeline,
  cell: SeedCell,
  registries: Registries,
  seed = nextSeedIn(pipeline, cell),
): number {
  const { dataset, arm, n } = cell;
  const { counts } = pipeline.datasets.find((data) => data.dataset === dataset)!;
  if (counts !== null && n > counts.train) return Infinity;
  if (!hasSplitLeft(pipeline, cell, registries.sources, seed)) return Infinity;
  const backbone = backboneOf(pipeline, cell);
  if (arm === SCRATCH) return trainingSchedule(backbone.training, n, 'scratch').imagesSeen;
  const { evaluations, methods } = registries;
  const { method, evaluation } = kindOf(pipeline, backbone, arm, evaluations);
  const trained = evaluations[evaluation.name]!.trained
    ? trainingSchedule(backbone.training, n, 'finetune').imagesSeen
    : n;
  const pretrains =
    method.pretraining !== null && needsPretraining(pipeline, cell, evaluations, seed);
  if (!pretrains) return trained;
  return trained + method.pretraining!.imagesSeen * (methods[method.name]!.views ?? 1);
}
