import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '@nhat/artifacts';

/** The lock that `nx gc` holds while it deletes results of the workspace at `root`. */
export const cleaningLock = (root: string): string => join(root, '.nhat', 'gc.lock');

/**
 * Waits until no `nx gc` deletes. A node calls it when it holds its claim, and `nx gc` looks for claims when it holds its lock, so whichever
 * of the two is second sees the other.
 */
export async function untilCleaned(root: string, onWait: (holder: string) => void): Promise<void> {
  const path = cleaningLock(root);
  if (existsSync(path)) (await takeLock(path, { onWait })).release();
}
