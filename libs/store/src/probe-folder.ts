import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import type { Files, Platform, Steps } from '@nhat/artifacts';
import { makeSharedFolder } from './shared-access';

/** The size of a disk block, because a full disk still accepts an empty file. */
const PROBE = Buffer.alloc(4096, 1);

/** Writes a file into each folder of a store and removes it. Throws a UserError when a write fails. */
export function* probeFolder({ files, randomHex }: Platform, store: string): Steps<void> {
  for (const kind of ['cas', 'ac']) {
    const file = join(store, kind, `probe-${randomHex(8)}.part`);
    try {
      yield* makeSharedFolder(files, store, kind);
      yield;
      files.writeFileSync(file, PROBE, { flag: 'wx' });
    } catch (error) {
      throw fileFault(join(store, kind), error);
    } finally {
      yield* remove(files, file);
    }
  }
}

function* remove(files: Files, file: string): Steps<void> {
  try {
    yield;
    files.rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed, nothing could be written.
  }
}
