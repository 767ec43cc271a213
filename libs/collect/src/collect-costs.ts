import { outputsDigest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { PretrainingFacts, ProbeFacts, Provenance, StageCost } from '@nhat/report';
import type { Json, JsonObject, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { embeddingOf, imageScores, pretrainScores } from '@nhat/outputs';
import { processorOf } from '@nhat/runner/processor-fact';
import type { Labels } from './cell-labels';
import { clockTime } from './clock-time';
import { pretrainedOn } from './dataset-labels';
import type { DatasetLabels } from './dataset-labels';
import { learningOf } from './method-facts';
import { metricOf } from './task-metrics';

interface ProbeRow {
  task: string;
  head: string;
  metric: string;
  heldOut: number;
  /** Of the network before its training; absent in older results. */
  random?: number | null;
}

const STAGE_ORDER = [
  ...['images', 'features', 'pretrain', 'scratch', 'finetune'],
  ...['curve', 'scores', 'spread', 'utility'],
];

/** Time and images of every stage, from the manifests. */
export function stageCosts(nodes: readonly Manifest[]): StageCost[] {
  return STAGE_ORDER.flatMap((stage) => {
    const ofStage = nodes.filter((node) => node.stage === stage);
    if (ofStage.length === 0) return [];
    const images = ofStage.map(imagesOf);
    const busy = ofStage.reduce((sum, node) => sum + busySeconds(node), 0);
    const total = images.some((count) => count === null)
      ? null
      : images.reduce((sum: number, count) => sum + count!, 0);
    return [
      {
        stage,
        nodes: ofStage.length,
        seconds: ofStage.reduce((sum, { ran }) => sum + ran.seconds, 0),
        clock: clockTime(ofStage),
        parts: partSeconds(ofStage),
        images: total,
        imagesPerSecond: total === null || busy === 0 ? null : total / busy,
      },
    ];
  });
}

/** Seconds by part, summed over the nodes that record them. */
function partSeconds(nodes: readonly Manifest[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { ran } of nodes) {
    for (const [part, seconds] of Object.entries((ran.facts['seconds'] as JsonObject) ?? {})) {
      sums[part] = (sums[part] ?? 0) + Number(seconds);
    }
  }
  return sums;
}

/** Images made or trained on; null for stages that handle none. A head that is fitted without steps trains on none. */
function imagesOf({ node, stage, config, outputs }: Manifest): number | null {
  if (stage === 'images') {
    const { train, validation, test } = imageScores(node, outputs.scores).counts;
    return train + validation + test;
  }
  const { schedule } = config as unknown as Partial<SupervisedConfig>;
  return schedule?.imagesSeen ?? ('evaluation' in config ? 0 : null);
}

/**
 * Seconds in which images were processed: the training without start-up and evaluation where it was recorded, else the whole
 * run.
 */
function busySeconds({ ran: { facts, seconds } }: Manifest): number {
  const parts = facts['seconds'] as { train?: number } | undefined;
  return parts?.train ?? seconds;
}

export const pretrainings = (
  nodes: readonly Manifest[],
  labels: Labels,
  datasets: DatasetLabels,
): PretrainingFacts[] =>
  nodes
    .filter(({ stage }) => stage === 'pretrain')
    .map((manifest) => {
      const { node, config, outputs, ran } = manifest;
      const pretrain = config as unknown as PretrainConfig;
      const { backbone, seed, schedule, labelled } = pretrain;
      const { loss, accuracy } = pretrainScores(node, outputs.scores);
      const embedding = embeddingOf(node, ran.facts, outputs.scores);
      return {
        dataset: pretrainedOn(manifest, datasets),
        backbone: labels.network(backbone),
        method: labels.pretraining(pretrain),
        ...(labelled && { labelled: labelled.n }),
        seed,
        imagesSeen: schedule.imagesSeen,
        ...{ loss, accuracy, embedding, learning: learningOf(manifest) },
        probes: probesOf(ran.facts['probes']),
        seconds: ran.seconds,
      };
    });

/** One row per task from one row per head; empty where pretraining was not probed. */
function probesOf(facts: Json | undefined): ProbeFacts[] {
  const rows = (facts ?? []) as unknown as ProbeRow[];
  return rows
    .filter(({ head }) => head === 'linear')
    .map(({ task, metric, heldOut, random = null }) => {
      const other = rows.find((row) => row.task === task && row.head === 'mlp');
      return {
        ...{ task, metric: metricOf(task, metric) },
        ...{ linear: heldOut, mlp: other?.heldOut ?? null },
        ...{ randomLinear: random, randomMlp: other?.random ?? null },
      };
    });
}

export const provenanceOf = (
  nodes: readonly Manifest[],
  origin: Pick<Provenance, 'checkout' | 'command' | 'scores'>,
): Provenance => ({
  ...origin,
  newest: newestOf(nodes),
  engines: unique(nodes.flatMap(({ ran }) => engineName(ran.facts['engine']))),
  precision: unique(nodes.flatMap(({ ran }) => precisionOf(ran.facts['engine']))),
  runtimes: unique(nodes.map(({ ran }) => `Node.js ${ran.nodeVersion.replace(/^v/, '')}`)),
  processors: processorsOf(nodes.filter(({ ran }) => ran.facts['engine'] !== undefined)),
  nodes: nodes.map(({ node, actionKey, ingredients, outputs }) => ({
    name: node,
    actionKey,
    code: ingredients.code,
    outputs: outputsDigest(outputs),
  })),
});

function processorsOf(trained: readonly Manifest[]): Provenance['processors'] {
  const counts = new Map<string | null, number>();
  for (const { ran } of trained) {
    const model = processorOf(ran)?.model ?? null;
    counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  return [...counts]
    .map(([model, networks]) => ({ model, networks }))
    .sort((a, b) => b.networks - a.networks || (a.model ?? '').localeCompare(b.model ?? ''));
}

/** The time at which the last node was finished. */
function newestOf(nodes: readonly Manifest[]): string | null {
  const ends = nodes
    .map(({ ran: { startedAt, seconds } }) => Date.parse(startedAt) + 1000 * seconds)
    .filter(Number.isFinite);
  return ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null;
}

/** The precision in which the engine computed, which may differ from the requested one. */
function precisionOf(facts: unknown): string[] {
  const precision = (facts as JsonObject | undefined)?.['precision'];
  return typeof precision === 'string' ? [precision] : [];
}

function engineName(facts: unknown): string[] {
  if (typeof facts !== 'object' || facts === null) return [];
  const { rung, version, threads } = facts as JsonObject;
  return [
    `${String(rung)}, TensorFlow ${String(version)}, ${threads === 1 ? 'one thread' : `${String(threads)} threads`} a process`,
  ];
}

const unique = (items: readonly string[]): string[] => [...new Set(items)].sort();
