import { actionKey, manifestText, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { EntryPath } from '../store-backend';

/** A result with these blobs, in the form in which a node publishes it. */
export function sampleManifest(blobs: Record<string, string> = {}, seed = 0): Manifest {
  const ingredients = { code: 'c'.repeat(64), upstream: [] };
  return {
    format: 1,
    node: 'render-x-1',
    stage: 'render',
    config: { seed },
    bundle: 'bundle-render',
    actionKey: actionKey('render', { seed }, ingredients),
    ingredients,
    outputs: { stage: 'render', blobs, scores: { classes: 10 } },
    ran: { host: 'h', platform: 'p', nodeVersion: 'v', startedAt: 't', seconds: 1, facts: {} },
  };
}

/** An entry of a store with the bytes that belong under its path. */
export interface SampleEntry {
  path: EntryPath;
  bytes: Uint8Array;
}

export const blobEntry = (bytes: Uint8Array): SampleEntry => ({
  path: { kind: 'cas', digest: sha256(bytes) },
  bytes,
});

export const manifestEntry = (manifest: Manifest): SampleEntry => ({
  path: { kind: 'ac', digest: manifest.actionKey },
  bytes: Buffer.from(manifestText(manifest)),
});
