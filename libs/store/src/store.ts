import {
  MANIFEST_LIMIT,
  READ_LIMIT,
  isDigest,
  openManifest,
  sealManifest,
  sha256,
} from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { EntryPath, Shelf } from './shelf';

/** Results by action key and large files by their SHA-256. What it returns is what was put in, byte for byte. */
export interface Store {
  location: string;
  /** The result under this key, if it and every blob it names are there. */
  find(actionKey: string): Promise<Manifest | undefined>;
  /** After the blobs: from then on others find the result. */
  publish(manifest: Manifest): Promise<void>;
  /** Undefined when it is missing, may not be read, or was damaged; damaged files go to quarantine. */
  readBlob(digest: string): Promise<Uint8Array | undefined>;
  /** Returns the digest. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  hasBlob(digest: string): Promise<boolean>;
}

/**
 * `warn` gets one line for each entry that is damaged or may not be read; both count as absent. Others may have put in
 * whatever they like, so a path is made of 64 hex digits only, and a manifest is what `openManifest` says it is.
 */
export function storeOn(shelf: Shelf, warn: (line: string) => void): Store {
  const told = new Set<string>();
  const warnOnce = (line: string) => {
    if (!told.has(line)) warn(line);
    told.add(line);
  };
  const name = ({ kind, digest }: EntryPath) => `store: ${shelf.location}/${kind}/${digest}`;
  const discard = async (path: EntryPath, why: string) => {
    const moved = await shelf.quarantine(path);
    const where = moved === undefined ? 'it stays there, unused' : `moved to ${moved}`;
    warnOnce(`${name(path)} is damaged (${why}); ${where}`);
    return undefined;
  };
  const read = async (path: EntryPath, limit: number): Promise<Uint8Array | undefined> => {
    const found = await shelf.get(path, limit);
    if (found.kind === 'file') return found.bytes;
    if (found.kind === 'damaged') return discard(path, found.why);
    if (found.kind === 'forbidden') {
      warnOnce(`${name(path)} may not be read (got "${found.code}"); it counts as absent`);
    }
    return undefined;
  };
  const readBlob = async (digest: string) => {
    if (!isDigest(digest)) return undefined;
    const bytes = await read(blobPath(digest), READ_LIMIT);
    if (bytes === undefined) return undefined;
    const found = sha256(bytes);
    if (found === digest) return bytes;
    return discard(blobPath(digest), `got ${bytes.length} bytes with digest ${found.slice(0, 8)}…`);
  };
  const hasBlob = async (digest: string) => isDigest(digest) && shelf.has(blobPath(digest));
  return {
    location: shelf.location,
    readBlob,
    hasBlob,
    async find(actionKey) {
      if (!isDigest(actionKey)) return undefined;
      const path = manifestPath(actionKey);
      const bytes = await read(path, MANIFEST_LIMIT);
      if (bytes === undefined) return undefined;
      const manifest = openManifest(Buffer.from(bytes).toString('utf8'), actionKey);
      if (manifest === undefined) return discard(path, 'not a whole manifest');
      const there = await Promise.all(Object.values(manifest.outputs.blobs).map(hasBlob));
      return there.every(Boolean) ? manifest : undefined;
    },
    async publish(manifest) {
      await shelf.put(manifestPath(manifest.actionKey), Buffer.from(sealManifest(manifest)));
    },
    async writeBlob(bytes) {
      const digest = sha256(bytes);
      // What is there may be damaged: only a verified copy saves the writing.
      if ((await readBlob(digest)) === undefined) await shelf.put(blobPath(digest), bytes);
      return digest;
    },
  };
}

const manifestPath = (actionKey: string): EntryPath => ({ kind: 'ac', digest: actionKey });
const blobPath = (digest: string): EntryPath => ({ kind: 'cas', digest });
