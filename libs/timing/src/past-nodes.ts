import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import type { DatasetConfig, JsonObject, Registries } from '@nhat/documents';
import { isTraining } from '@nhat/plan';
import { writtenManifest } from '@nhat/runner/written-manifest';
import { hostLabel } from '@nhat/runner/host-label';
import { processorFact, processorOf } from '@nhat/runner/processor-fact';
import type { Timing } from './expected-time';
import { workloadOf } from './workload';

/** What a node took on this machine. */
export interface PastNode extends Timing {
  stage: string;
  config: JsonObject;
  /** Pixels per side of its images; null for nodes without images. */
  resolution: number | null;
  /** Peak memory of its process, in MB; null where it was not recorded. */
  memory: number | null;
  /** Bytes of the images that it made; null for others. */
  bytes: number | null;
}

/** How many finished nodes are looked at, the latest ones. */
const LATEST = 500;

/** What the latest nodes in `artifacts/` took that were computed on this machine. O(nodes there), of which `LATEST` are read. */
export function pastNodes(
  root: string,
  registries: Registries,
  environment: Record<string, string | undefined> = process.env,
): PastNode[] {
  const read = manifestReader(root);
  const host = hostLabel(environment);
  const { digest } = processorFact();
  return latestNodes(root)
    .flatMap((name) => read(name) ?? [])
    .filter(({ ran }) => ran.host === host && (processorOf(ran)?.digest ?? digest) === digest)
    .map((manifest) => pastNode(manifest, read, registries));
}

/** What one node took that this workspace has; undefined without its manifest. */
export function timingOf(root: string, node: string, registries: Registries): Timing | undefined {
  const read = manifestReader(root);
  const manifest = read(node);
  return manifest && pastNode(manifest, read, registries);
}

function pastNode(
  { stage, config, ingredients, ran }: Manifest,
  upstream: (name: string) => Manifest | undefined,
  registries: Registries,
): PastNode {
  const images = ingredients.upstream.find(({ role }) => role === 'images')?.node;
  const dataset = stage === 'images' ? config : images && upstream(images)?.config;
  const resolution = (dataset as unknown as DatasetConfig | undefined)?.resolution ?? null;
  const workload = workloadOf({ stage, config }, resolution, registries);
  const parts = ran.facts['seconds'] as { train?: number } | undefined;
  return {
    ...{ stage, config, resolution, workload, seconds: ran.seconds },
    workSeconds: isTraining(stage) ? (parts?.train ?? 0) : ran.seconds,
    memory: numberOf(ran.facts['peakMemoryMb']),
    bytes: stage === 'images' ? numberOf(ran.facts['bytes']) : null,
  };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Reads manifests by the names of their nodes, each once; a damaged or unfinished one is undefined, because nothing is known from it. */
function manifestReader(root: string): (node: string) => Manifest | undefined {
  const known = new Map<string, Manifest | undefined>();
  return (node) => {
    if (!known.has(node)) known.set(node, writtenManifest(root, node));
    return known.get(node);
  };
}

/** Names of the nodes whose manifests are the latest. */
function latestNodes(root: string): string[] {
  const folder = join(root, 'artifacts');
  const dated = list(folder)
    .filter((name) => !name.startsWith('bundle-'))
    .flatMap((name) => {
      const written = statSync(join(folder, name, 'manifest.json'), { throwIfNoEntry: false });
      return written === undefined ? [] : [{ name, at: written.mtimeMs }];
    });
  return dated
    .sort((a, b) => b.at - a.at)
    .slice(0, LATEST)
    .map(({ name }) => name);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
