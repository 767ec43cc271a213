import type { Manifest } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import type { TimedNode, Timing } from '@nhat/live';
import { readArtifact } from '@nhat/runner/artifact-folder';
import { readLedger } from '@nhat/runner/ledger';
import { readNodeRecord } from '@nhat/runner/node-record';
import type { ViewedNode } from './run-evidence';

/** How many of the latest computed nodes are looked at. */
const LATEST = 200;

/** A node with how much there is to do in it. */
export function timedNode(root: string, node: ViewedNode): TimedNode {
  const { name, stage, bundle, upstream } = node;
  const config = configOf(root, node);
  return { name, stage, upstream, work: workOf(config), kinds: kindsOf(stage, bundle, config) };
}

/** Without its record a node is one of its stage. */
function configOf(root: string, { record }: ViewedNode): JsonObject {
  try {
    return readNodeRecord(root, record).config;
  } catch {
    return {};
  }
}

/** How long the nodes took that this machine computed last. */
export function pastTimings(root: string): Timing[] {
  const computed = readLedger(root).filter(({ source }) => source === 'computed');
  const names = [...new Set(computed.reverse().map(({ node }) => node))].slice(0, LATEST);
  return names.flatMap((name) => timingOf(root, name) ?? []);
}

/** How long one node took; undefined without its manifest. */
export function timingOf(root: string, node: string): Timing | undefined {
  const manifest = manifestOf(root, node);
  if (manifest === undefined) return undefined;
  const { stage, bundle, config, ran } = manifest;
  return { kinds: kindsOf(stage, bundle, config), work: workOf(config), seconds: ran.seconds };
}

function manifestOf(root: string, node: string): Manifest | undefined {
  try {
    return readArtifact(root, node);
  } catch {
    return undefined;
  }
}

/** Images seen by a training, images made by a rendering; one for everything else. */
function workOf(config: JsonObject): number {
  const { imagesSeen } = (config['schedule'] ?? {}) as { imagesSeen?: unknown };
  const counts = Object.values((config['counts'] ?? {}) as JsonObject);
  const images = counts.reduce<number>((sum, one) => sum + (Number(one) || 0), 0);
  return Number(imagesSeen) || images || 1;
}

/** The same code with the same network and images, the same code, the same stage. */
function kindsOf(stage: string, bundle: string, config: JsonObject): string[] {
  const { backbone = null, resolution = null } = config;
  return [`${bundle} ${JSON.stringify([backbone, resolution])}`, bundle, `stage ${stage}`];
}
