import { outputsDigest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { BackboneConfig, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { runScores } from '@nhat/outputs';
import type { LearningFacts } from '@nhat/report';
import type { Sweep, SweptPretraining, SweptRun } from '@nhat/report/sweep-table';
import { learningOf } from './method-facts';

/**
 * The pretrainings and the trainings with labels among results, each once, in the order of their nodes. A pretraining that documents name
 * differently is one result; its runs begin with the first of its nodes.
 */
export function collectSweep(manifests: readonly Manifest[]): Sweep {
  const byNode = new Map(manifests.map((manifest) => [manifest.node, manifest]));
  const sorted = [...byNode.keys()].sort().map((node) => byNode.get(node)!);
  const pretrainings = new Map<string, Manifest>();
  for (const manifest of sorted.filter(({ stage }) => stage === 'pretrain')) {
    const digest = outputsDigest(manifest.outputs);
    if (!pretrainings.has(digest)) pretrainings.set(digest, manifest);
  }
  return {
    pretrainings: [...pretrainings.values()].map(pretrainingOf),
    runs: sorted
      .filter(({ stage }) => stage === 'scratch' || stage === 'finetune')
      .map((manifest) => runOf(manifest, pretrainings)),
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

/** @param pretrainings - By the digest of their outputs, which a run has among its ingredients. */
function runOf(
  { node, config, ingredients, outputs }: Manifest,
  pretrainings: ReadonlyMap<string, Manifest>,
): SweptRun {
  const { backbone, schedule, n, seed } = config as unknown as SupervisedConfig;
  const start = ingredients.upstream.find(({ role }) => role === 'pretrain');
  return {
    node,
    pretraining: start ? (pretrainings.get(start.outputs)?.node ?? start.node) : null,
    ...networkOf(backbone),
    ...{ peakRate: schedule.peakRate, imagesSeen: schedule.imagesSeen, n, seed },
    validation: runScores(node, outputs.scores).validation,
  };
}

function networkOf({ name, options }: BackboneConfig): Pick<SweptRun, 'backbone' | 'width'> {
  const { width } = options;
  return { backbone: name, width: typeof width === 'number' ? width : null };
}
