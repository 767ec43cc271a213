import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { ownProcess } from './launchers/own-process';
import { otherProcessor } from './processor-fact';
import { statusOf } from './run-process';
import type { RunContext } from './run-context';
import { WHOLE } from './whole';

/** An upstream node: its role, the digest of its record, and its result. */
export type FinishedUpstream = NodeRecord['upstream'][number] & { manifest: Manifest };

/**
 * Reads blobs of upstream nodes. A missing or damaged blob is made again by running its node once more, because Nx, which has
 * the small outputs of that node in its cache, would never rerun it for a lost blob; a published pack has results without them, too.
 * In a shared process it throws NeedsOwnProcess instead.
 */
export function upstreamBlobs(
  { root, store, progress, shared }: RunContext,
  upstream: readonly FinishedUpstream[],
): (digest: string) => Promise<Uint8Array> {
  const remade = new Map<string, Promise<void>>();
  return async (digest) => {
    const bytes = await store.readBlob(digest);
    if (bytes !== undefined) return bytes;
    const upstreamNode = upstream.find((candidate) => hasBlob(candidate, digest));
    if (upstreamNode === undefined) throw new Error(`no upstream node has the blob ${digest}`);
    const { node: owner, record } = upstreamNode;
    if (shared) throw new NeedsOwnProcess();
    if (!remade.has(owner)) {
      progress.note(`a file of ${owner} is missing from the store; computing it again`);
      remade.set(owner, runAgain(root, owner, record));
    }
    await remade.get(owner);
    const fresh = await store.readBlob(digest);
    if (fresh !== undefined) return fresh;
    const whose = otherProcessor(upstreamNode.manifest.ran) ?? 'the same processor';
    throw userError(owner, 'made again, it came out with other files', {
      expected: `those of ${whose}, from which nodes of this run began`,
      advice:
        'Run the same command again: it takes what was made here, and computes again what rests on it.',
    });
  };
}

const hasBlob = ({ manifest }: FinishedUpstream, digest: string): boolean =>
  Object.values(manifest.outputs.blobs).includes(digest);

async function runAgain(root: string, name: string, record: string): Promise<void> {
  const environment = { [WHOLE]: '1' };
  if (statusOf(await ownProcess.start(record, { root, environment })) === 0) return;
  throw userError(name, 'could not be computed again', { advice: 'See above.' });
}
