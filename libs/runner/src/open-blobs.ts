import type { Store } from '@nhat/store';
import { blobInMemory } from './blob-in-memory';
import type { OpenBlob, StageRun } from './stage';

/** Blobs that a stage reads in parts. */
export interface OpenBlobs {
  open: StageRun<unknown>['openBlob'];
  /** Closes the files of all that were opened. */
  close(): void;
}

/**
 * Opens blobs in the files of the store. One that is not there, or damaged, is brought there by `readBlob`; where the store cannot keep
 * it in a file of this machine, it is read from memory.
 */
export function openBlobs(
  store: Pick<Store, 'openBlob'>,
  readBlob: StageRun<unknown>['readBlob'],
): OpenBlobs {
  const files: { close(): void }[] = [];
  const opened = (digest: string): OpenBlob | undefined => {
    const entry = store.openBlob(digest);
    if (entry === undefined) return undefined;
    const { bytes, file } = entry;
    files.push(file);
    return { bytes, read: file.read };
  };
  return {
    async open(digest) {
      const there = opened(digest);
      if (there !== undefined) return there;
      const bytes = await readBlob(digest);
      return opened(digest) ?? blobInMemory(bytes);
    },
    close() {
      for (const file of files.splice(0)) file.close();
    },
  };
}
