import type { Manifest } from '@nhat/artifacts';
import type { BackboneConfig, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { runScores } from '@nhat/outputs';
import type { LearningFacts } from '@nhat/report';
import type { Sweep, SweptPretraining, SweptRun } from '@nhat/report/sweep-table';
import { learningOf } from './method-facts';

/** The pretrainings and the trainings with labels among results, each once, in the order of their nodes. */
export function collectSweep(manifests: readonly Manifest[]): Sweep {
  const byNode = new Map(manifests.map((manifest) => [manifest.node, manifest]));
  const sorted = [...byNode.keys()].sort().map((node) => byNode.get(node)!);
  const at = (...stages: string[]) => sorted.filter(({ stage }) => stages.includes(stage));
  return {
    pretrainings: at('pretrain').map(pretrainingOf),
    runs: at('scratch', 'finetune').map(runOf),
  };
}

function pretrainingOf(manifest: Manifest): SweptPretraining {
  const { method, backbone, schedule } = manifest.config as unknown as PretrainConfig;
  return {
    node: manifest.node,
    method: method.name,
    ...networkOf(backbone),
    ...{ peakRate: schedule.peakRate, imagesSeen: schedule.imagesSeen },
    learning: withoutRange(learningOf(manifest)),
    weights: manifest.outputs.blobs['weights'] ?? null,
  };
}

/** The range of the metric says nothing about a sweep. */
function withoutRange(learning: LearningFacts | null): SweptPretraining['learning'] {
  if (learning === null) return null;
  const { name, label, unit } = learning.metric;
  return { ...learning, metric: { name, label, unit } };
}

function runOf({ node, config, ingredients, outputs }: Manifest): SweptRun {
  const { backbone, schedule, n, seed } = config as unknown as SupervisedConfig;
  const { upstream } = ingredients;
  return {
    node,
    pretraining: upstream.find(({ role }) => role === 'pretrain')?.node ?? null,
    ...networkOf(backbone),
    ...{ peakRate: schedule.peakRate, imagesSeen: schedule.imagesSeen, n, seed },
    validation: runScores(node, outputs.scores).validation,
  };
}

function networkOf({ name, options }: BackboneConfig): Pick<SweptRun, 'backbone' | 'width'> {
  const { width } = options;
  return { backbone: name, width: typeof width === 'number' ? width : null };
}
