import { outputsDigest } from '@nhat/artifacts';
import type { FileLock, Manifest, Platform } from '@nhat/artifacts';
import type { Store } from '@nhat/store';
import { claimNode } from './claim-node';
import type { ClaimOptions } from './claim-node';

/** A result that several processes may be asked for at once. */
export interface SharedResult {
  store: Pick<Store, 'claim' | 'find' | 'publish'>;
  /** Its action key. */
  key: string;
  /** Path of its lock in the workspace. */
  lockPath: string;
  claims: ClaimOptions;
  /** Called when its claim was lost to another process, whose result then counts. */
  onTakenOver(): void;
  platform?: Platform;
}

/** What a process does for a result, in this order. */
export interface Computation<Finished> {
  /** Called when the process has the claim. */
  begin(): Promise<void>;
  /** Called unless the result is in the store by then. */
  compute(): Promise<Manifest>;
  /** Gets the result that counts. `claim` is still held unless another process took it over. */
  finish(counts: Manifest, source: 'store' | 'computed', claim: FileLock): Finished;
}

/**
 * Computes and publishes a result unless another process has done so, and waits for one that does. A process that loses its claim
 * meanwhile takes the result of the one that has it.
 */
export async function computeOnce<Finished>(
  { store, key, lockPath, claims, onTakenOver, platform }: SharedResult,
  { begin, compute, finish }: Computation<Finished>,
): Promise<Finished> {
  const claimAgain = () => claimNode(store, key, lockPath, claims, platform);
  let claim = await claimAgain();
  try {
    await begin();
    const meanwhile = await store.find(key, { whole: true });
    if (meanwhile !== undefined) return finish(meanwhile, 'store', claim);
    const manifest = await compute();
    let counts = await store.publish(manifest, claim.isHeld);
    while (counts === undefined) {
      onTakenOver();
      claim.release();
      claim = await claimAgain();
      counts = await store.publish(manifest, claim.isHeld);
    }
    const isOwn = outputsDigest(counts.outputs) === outputsDigest(manifest.outputs);
    return finish(counts, isOwn ? 'computed' : 'store', claim);
  } finally {
    claim.release();
  }
}
