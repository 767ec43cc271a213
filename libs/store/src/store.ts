import { sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { openManifest, sealManifest } from './sealed-manifest';
import type { Shelf } from './shelf';

/** Results by action key and large files by their SHA-256. What it returns is what was put in, byte for byte. */
export interface Store {
  location: string;
  /** The result under this key, if it and every blob it names are there. */
  find(actionKey: string): Promise<Manifest | undefined>;
  /** After the blobs: from then on others find the result. */
  publish(manifest: Manifest): Promise<void>;
  /** Undefined when it is missing or was damaged; damaged files go to quarantine. */
  readBlob(digest: string): Promise<Uint8Array | undefined>;
  /** Returns the digest. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  hasBlob(digest: string): Promise<boolean>;
}

/** `warn` gets one line for each damaged file. */
export function storeOn(shelf: Shelf, warn: (line: string) => void): Store {
  const discard = async (path: string, why: string) => {
    const moved = await shelf.quarantine(path);
    warn(`store: ${shelf.location}/${path} is damaged (${why}); moved to ${moved}`);
    return undefined;
  };
  const readBlob = async (digest: string) => {
    const bytes = await shelf.get(blobPath(digest));
    if (bytes === undefined) return undefined;
    const found = sha256(bytes);
    if (found === digest) return bytes;
    return discard(blobPath(digest), `got ${bytes.length} bytes with digest ${found.slice(0, 8)}…`);
  };
  return {
    location: shelf.location,
    readBlob,
    hasBlob: (digest) => shelf.has(blobPath(digest)),
    async find(actionKey) {
      const path = manifestPath(actionKey);
      const bytes = await shelf.get(path);
      if (bytes === undefined) return undefined;
      const manifest = openManifest(Buffer.from(bytes).toString('utf8'), actionKey);
      if (manifest === undefined) return discard(path, 'not a whole manifest');
      const blobs = Object.values(manifest.outputs.blobs);
      const there = await Promise.all(blobs.map((digest) => shelf.has(blobPath(digest))));
      return there.every(Boolean) ? manifest : undefined;
    },
    async publish(manifest) {
      await shelf.put(manifestPath(manifest.actionKey), Buffer.from(sealManifest(manifest)));
    },
    async writeBlob(bytes) {
      const digest = sha256(bytes);
      const path = blobPath(digest);
      // What is there may be damaged: only a verified copy saves the writing.
      if (!(await shelf.has(path)) || (await readBlob(digest)) === undefined) {
        await shelf.put(path, bytes);
      }
      return digest;
    },
  };
}

const manifestPath = (actionKey: string) => `ac/${actionKey}`;
const blobPath = (digest: string) => `cas/${digest}`;
