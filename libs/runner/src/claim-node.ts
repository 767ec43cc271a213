import { takeLock } from '@nhat/artifacts';
import type { FileLock, Platform } from '@nhat/artifacts';
import type { Store } from '@nhat/store';

export interface ClaimOptions {
  /** Called with a text that names who holds the claim. */
  onWait(holder: string): void;
  /** Registers a function that is called when the process is stopped. */
  onStop(release: () => void): void;
}

/**
 * Waits until no other process computes the node with this key, then claims it: in the workspace, whose work folder it uses, and in the
 * store, which other clones may share. All processes take the two in this order. The claims of a dead process are taken over; one that was
 * only silent finds out by `isHeld`.
 */
export async function claimNode(
  store: Pick<Store, 'claim'>,
  key: string,
  lockPath: string,
  { onWait, onStop }: ClaimOptions,
  platform?: Platform,
): Promise<FileLock> {
  const inWorkspace = await takeLock(lockPath, { onWait }, platform);
  onStop(inWorkspace.release);
  try {
    const inStore = await store.claim(key, { onWait });
    onStop(inStore.release);
    return {
      isHeld: () => inWorkspace.isHeld() && inStore.isHeld(),
      release() {
        inStore.release();
        inWorkspace.release();
      },
    };
  } catch (error) {
    inWorkspace.release();
    throw error;
  }
}
