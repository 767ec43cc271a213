import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import type { DatasetConfig, JsonObject, Registries } from '@nhat/documents';
import { isTraining, trainingFlop } from '@nhat/plan';
import { readArtifact } from '@nhat/runner/artifact-folder';
import { hostLabel } from '@nhat/runner/host-label';

/** What a node took on this machine. */
export interface PastNode {
  stage: string;
  config: JsonObject;
  /** Pixels per side of its images; null for nodes without images. */
  resolution: number | null;
  /** Wall-clock seconds of the stage, and of them those of its training steps. */
  seconds: number;
  trainSeconds: number;
  /** Operations of its training, as `trainingFlop` counts them; 0 for others. */
  flop: number;
  /** Peak memory of its process, in MB; null where it was not recorded. */
  memory: number | null;
  /** Bytes of the images that it made; null for others. */
  bytes: number | null;
}

/** What the nodes in `artifacts/` took that were computed on this machine. */
export function pastNodes(
  root: string,
  registries: Registries,
  environment: Record<string, string | undefined> = process.env,
): PastNode[] {
  const manifests = readManifests(root);
  const byName = new Map(manifests.map((manifest) => [manifest.node, manifest]));
  const host = hostLabel(environment);
  return manifests
    .filter(({ ran }) => ran.host === host)
    .map((manifest) => pastNode(manifest, byName, registries));
}

function pastNode(
  { stage, config, ingredients, ran }: Manifest,
  byName: ReadonlyMap<string, Manifest>,
  registries: Registries,
): PastNode {
  const images = ingredients.upstream.find(({ role }) => role === 'images')?.node;
  const dataset = stage === 'images' ? config : images && byName.get(images)?.config;
  const resolution = (dataset as unknown as DatasetConfig | undefined)?.resolution ?? null;
  const parts = ran.facts['seconds'] as { train?: number } | undefined;
  const isCounted = isTraining(stage) && resolution !== null;
  return {
    ...{ stage, config, resolution, seconds: ran.seconds },
    trainSeconds: parts?.train ?? 0,
    flop: isCounted ? trainingFlop({ stage, config }, resolution, registries) : 0,
    memory: numberOf(ran.facts['peakMemoryMb']),
    bytes: stage === 'images' ? numberOf(ran.facts['bytes']) : null,
  };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function readManifests(root: string): Manifest[] {
  return list(join(root, 'artifacts')).flatMap((name) => {
    try {
      return name.startsWith('bundle-') ? [] : [readArtifact(root, name)];
    } catch {
      return []; // It is damaged or unfinished, so it tells nothing.
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
