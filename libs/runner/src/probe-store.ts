import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { UserError } from '@nhat/spec';
import { makeSharedFolder } from '@nhat/store';

/** As large as a block: a full disk takes an empty file. */
const PROBE = Buffer.alloc(4096, 1);

/**
 * Writes a file into each folder of a store and removes it, because a store that cannot be written should be noticed before a
 * training and not after it. Throws a UserError.
 */
export function probeStore(location: string): void {
  for (const folder of ['cas', 'ac']) {
    const file = join(location, folder, `probe-${randomBytes(8).toString('hex')}.part`);
    try {
      makeSharedFolder(location, folder);
      writeFileSync(file, PROBE, { flag: 'wx' });
    } catch (error) {
      throw fileFault(join(location, folder), error);
    } finally {
      remove(file);
    }
  }
}

/** An error about a file of the store also says which variable names the store; any other comes back as it was. */
export function namingStore(location: string, error: unknown): unknown {
  if (!(error instanceof UserError && error.message.startsWith(location))) return error;
  return new UserError(`${error.message} NHAT_STORE names the folder of the store.`);
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed, nothing could be written.
  }
}
