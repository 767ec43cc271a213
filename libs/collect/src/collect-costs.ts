import { outputsDigest } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { PretrainingFacts, ProbeFacts, Provenance, StageCost } from '@nhat/report';
import type {
  DatasetConfig,
  Json,
  JsonObject,
  PretrainConfig,
  SupervisedConfig,
} from '@nhat/documents';
import type { Labels } from './cell-labels';
import { metricOf } from './task-metrics';

interface ProbeScore {
  task: string;
  head: string;
  metric: string;
  heldOut: number;
}

const STAGES = ['images', 'pretrain', 'scratch', 'finetune', 'curve', 'utility'];

/** Time and images of every stage, from the manifests. */
export function stageCosts(nodes: readonly Manifest[]): StageCost[] {
  return STAGES.flatMap((stage) => {
    const own = nodes.filter((node) => node.stage === stage);
    if (own.length === 0) return [];
    const images = own.map(imagesOf);
    const busy = own.reduce((sum, node) => sum + busySeconds(node), 0);
    const total = images.some((count) => count === null)
      ? null
      : images.reduce((sum: number, count) => sum + count!, 0);
    return [
      {
        stage,
        nodes: own.length,
        seconds: own.reduce((sum, { ran }) => sum + ran.seconds, 0),
        parts: partSeconds(own),
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
function imagesOf({ stage, config }: Manifest): number | null {
  if (stage === 'images') {
    const { train, validation, test } = (config as unknown as DatasetConfig).counts;
    return train + validation + test;
  }
  const { schedule } = config as unknown as Partial<SupervisedConfig>;
  return schedule?.imagesSeen ?? ('evaluation' in config ? 0 : null);
}

/** Seconds in which images passed: training without start-up and evaluation, where that is known. */
function busySeconds({ ran: { facts, seconds } }: Manifest): number {
  const parts = facts['seconds'] as { train?: number } | undefined;
  return parts?.train ?? seconds;
}

export const pretrainings = (nodes: readonly Manifest[], labels: Labels): PretrainingFacts[] =>
  nodes
    .filter(({ stage }) => stage === 'pretrain')
    .map(({ config, outputs, ran }) => {
      const pretrain = config as unknown as PretrainConfig;
      const { dataset, backbone, seed, schedule } = pretrain;
      const { loss, accuracy } = outputs.scores;
      return {
        dataset,
        backbone: labels.network(backbone),
        method: labels.pretraining(pretrain),
        seed,
        imagesSeen: schedule.imagesSeen,
        loss: loss as number,
        accuracy: typeof accuracy === 'number' ? accuracy : null,
        probes: probesOf(ran.facts['probes']),
        seconds: ran.seconds,
      };
    });

/** A row for each task from a row for each head; none where pretraining was not probed. */
function probesOf(facts: Json | undefined): ProbeFacts[] {
  const rows = (facts ?? []) as unknown as ProbeScore[];
  const held = (task: string, kind: string) =>
    rows.find((row) => row.task === task && row.head === kind)?.heldOut ?? null;
  const linear = rows.filter(({ head }) => head === 'linear');
  return linear.map(({ task, metric, heldOut }) => ({
    ...{ task, metric: metricOf(task, metric), linear: heldOut },
    mlp: held(task, 'mlp'),
  }));
}

export const provenanceOf = (
  nodes: readonly Manifest[],
  origin: Pick<Provenance, 'checkout' | 'command'>,
): Provenance => ({
  ...origin,
  newest: newestOf(nodes),
  engines: unique(nodes.flatMap(({ ran }) => engineName(ran.facts['engine']))),
  precision: unique(nodes.flatMap(({ ran }) => precisionOf(ran.facts['engine']))),
  runtimes: unique(nodes.map(({ ran }) => `Node.js ${ran.nodeVersion.replace(/^v/, '')}`)),
  nodes: nodes.map(({ node, actionKey, ingredients, outputs }) => ({
    name: node,
    actionKey,
    code: ingredients.code,
    outputs: outputsDigest(outputs),
  })),
});

/** When the last of the nodes was done. */
function newestOf(nodes: readonly Manifest[]): string | null {
  const ends = nodes
    .map(({ ran: { startedAt, seconds } }) => Date.parse(startedAt) + 1000 * seconds)
    .filter(Number.isFinite);
  return ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null;
}

/** What the engine computed in, whatever the document asked for. */
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
