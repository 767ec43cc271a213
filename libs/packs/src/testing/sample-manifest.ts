import { actionKey } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';

/** A result of a node with this name; `seed` makes it another one. */
export function sampleManifest(
  node: string,
  seed = 0,
  blobs: Record<string, string> = {},
): Manifest {
  const ingredients = { code: 'c'.repeat(64), upstream: [] };
  const config = { node, seed };
  return {
    ...{ format: 1, node, stage: 'scratch', config, bundle: 'bundle-scratch', ingredients },
    actionKey: actionKey('scratch', config, ingredients),
    outputs: { stage: 'scratch', blobs, scores: { test: 0.5 + seed / 1000 } },
    ran: { host: 'h', platform: 'p', nodeVersion: 'v', startedAt: 't', seconds: 1, facts: {} },
  };
}
