import { actionKey, outputsDigest, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { Store } from '@nhat/store';

/** A node of the simulated graph. */
export interface SimulatedNode {
  index: number;
  key: string;
  /** Indices of nodes whose results it reads. */
  upstream: number[];
}

/** A graph of so many nodes: each reads the results of the two before the last. */
export const graphOf = (count: number): SimulatedNode[] => ALL.slice(0, count);

const ingredients = { code: 'c'.repeat(64), upstream: [] };

const ALL: SimulatedNode[] = Array.from({ length: 10 }, (_, index) => ({
  index,
  key: actionKey('simulated', { seed: index }, ingredients),
  upstream: [index - 3, index - 2].filter((other) => other >= 0),
}));

/**
 * Computes the result of a node: a blob that every computation gives alike, and one that says who has computed it, as results
 * differ between processors.
 */
export async function computeResult(
  { index, key }: SimulatedNode,
  store: Pick<Store, 'writeBlob'>,
  maker: string,
): Promise<Manifest> {
  const blobs = {
    weights: await store.writeBlob(Buffer.from(`weights of ${index}`)),
    series: await store.writeBlob(Buffer.from(`series of ${index} by ${maker}`)),
  };
  return {
    ...{ format: 1, node: `node-${index}`, stage: 'simulated', config: { seed: index } },
    ...{ bundle: 'bundle-simulated', actionKey: key, ingredients },
    outputs: { stage: 'simulated', blobs, scores: { index } },
    ran: {
      ...{ host: 'h', platform: 'p', nodeVersion: 'v', startedAt: 't', seconds: 1 },
      facts: { maker },
    },
  };
}

/** What is wrong with what a store has returned for a key; undefined when it is a result that somebody has computed. */
export function wrongResult(
  key: string,
  manifest: Manifest,
  computed: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  if (manifest.actionKey !== key) return `got the result of ${manifest.actionKey.slice(0, 8)}`;
  return computed.get(key)?.has(outputsDigest(manifest.outputs)) === true
    ? undefined
    : 'got a result that nobody has computed';
}

/** What is wrong with the bytes of a blob. */
export const wrongBytes = (digest: string, bytes: Uint8Array): string | undefined =>
  sha256(bytes) === digest ? undefined : 'got other bytes than the digest says';
