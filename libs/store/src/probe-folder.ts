import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { makeSharedFolder } from './shared-access';

/** The size of a disk block, because a full disk still accepts an empty file. */
const PROBE = Buffer.alloc(4096, 1);

/** Writes a file into each folder of a store and removes it. Throws a UserError when a write fails. */
export function probeFolder(store: string): void {
  for (const kind of ['cas', 'ac']) {
    const file = join(store, kind, `probe-${randomBytes(8).toString('hex')}.part`);
    try {
      makeSharedFolder(store, kind);
      writeFileSync(file, PROBE, { flag: 'wx' });
    } catch (error) {
      throw fileFault(join(store, kind), error);
    } finally {
      remove(file);
    }
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed, nothing could be written.
  }
}
