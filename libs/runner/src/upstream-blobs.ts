import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { ownProcess } from './launchers/own-process';
import { statusOf } from './run-process';
import type { Workplace } from './run-node';

/** An upstream node: its record of the plan by digest, and its result. */
export type FinishedUpstream = NodeRecord['upstream'][number] & { manifest: Manifest };

/**
 * Reads blobs of upstream nodes. One that is missing or damaged is made again by running its node once more:
 * Nx has that node's small outputs in its cache and would never start it for a lost blob. Not in a shared process: throws
 * NeedsOwnProcess.
 */
export function upstreamBlobs(
  { root, store, progress, shared }: Workplace,
  upstream: readonly FinishedUpstream[],
): (digest: string) => Promise<Uint8Array> {
  const remade = new Map<string, Promise<void>>();
  return async (digest) => {
    const bytes = await store.readBlob(digest);
    if (bytes !== undefined) return bytes;
    const found = upstream.find((one) => hasBlob(one, digest));
    if (found === undefined) throw new Error(`no upstream node has the blob ${digest}`);
    const { node: owner, record } = found;
    if (shared) throw new NeedsOwnProcess();
    if (!remade.has(owner)) {
      progress.note(`a file of ${owner} is missing from the store; computing it again`);
      remade.set(owner, runAgain(root, owner, record));
    }
    await remade.get(owner);
    const fresh = await store.readBlob(digest);
    if (fresh !== undefined) return fresh;
    throw userError(owner, 'computed again with another result', {
      advice: 'Nx still has the earlier one: npx nx reset, then run the pipeline again.',
    });
  };
}

const hasBlob = ({ manifest }: FinishedUpstream, digest: string): boolean =>
  Object.values(manifest.outputs.blobs).includes(digest);

async function runAgain(root: string, name: string, record: string): Promise<void> {
  if (statusOf(await ownProcess.start(record, { root })) === 0) return;
  throw userError(name, 'could not be computed again', { advice: 'See above.' });
}
