import { MANIFEST_LIMIT, READ_LIMIT, parseManifest, manifestText, sha256 } from '@nhat/artifacts';
import type { FileLock, LockOptions, Manifest } from '@nhat/artifacts';
import { NO_PACKS } from '@nhat/packs';
import type { PackedResults } from '@nhat/packs';
import { hasEach } from './store-backend';
import type { EntryPath } from './store-backend';
import type { OpenEntry, VerifiedBackend } from './verified';

/** Results by action key, and large files by their SHA-256. Every read returns exactly the bytes that were written. */
export interface Store {
  /** The location of the store, for messages. */
  location: string;
  /** The folder of this machine that holds the entries, if there is one. */
  folder?: string;
  /** Results of published packs, whose large blobs are nowhere. */
  packs: PackedResults;
  /**
   * Returns the result under this key if the manifest and every blob that it names are there; else that of a published pack, unless
   * `whole` is true.
   */
  find(actionKey: string, options?: { whole?: boolean }): Promise<Manifest | undefined>;
  /**
   * Waits until nobody who shares the folder of this store computes the result under this key, then claims it. A store without a
   * folder on this machine has no claims.
   */
  claim(actionKey: string, options?: LockOptions): Promise<FileLock>;
  /**
   * Must be called after the blobs are written, because from then on other nodes find the result. A result that is there with all its
   * files stays. Returns the result that counts; undefined where there is none and `isHeld` says that this process has lost its claim,
   * because then another one computes it.
   */
  publish(manifest: Manifest, isHeld?: () => boolean): Promise<Manifest | undefined>;
  /**
   * Undefined when the blob is missing, unreadable or damaged, and in no pack. A damaged file is moved to the quarantine.
   */
  readBlob(digest: string): Promise<Uint8Array | undefined>;
  /** Opens a blob whose file is on this machine; undefined when there is none, or it is unreadable or damaged. */
  openBlob(digest: string): OpenEntry | undefined;
  /** Returns the SHA-256 of the bytes. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  hasBlob(digest: string): Promise<boolean>;
  /** Whether `readBlob` would return it: on this machine the whole file is read, elsewhere it only has to be there. */
  hasIntactBlob(digest: string): Promise<boolean>;
  /** Checks that results can be written. Rejects with a UserError. */
  probe(): Promise<void>;
}

/** Creates the store of nodes on a backend that verifies what it returns, with packs behind it. */
export function createStore(backend: VerifiedBackend, packs: PackedResults = NO_PACKS): Store {
  const read = async (path: EntryPath, limit: number): Promise<Uint8Array | undefined> => {
    const entry = await backend.get(path, limit);
    return entry.kind === 'file' ? entry.bytes : undefined;
  };
  const findWhole = async (actionKey: string): Promise<Manifest | undefined> => {
    const bytes = await read(manifestPath(actionKey), MANIFEST_LIMIT);
    if (bytes === undefined) return undefined;
    const manifest = parseManifest(Buffer.from(bytes).toString('utf8'), actionKey);
    if (manifest === undefined) return undefined;
    const blobs = Object.values(manifest.outputs.blobs).map(blobPath);
    return (await hasEach(backend, blobs)).every(Boolean) ? manifest : undefined;
  };
  return {
    location: backend.location,
    packs,
    ...(backend.folder !== undefined && { folder: backend.folder }),
    readBlob: async (digest) => (await read(blobPath(digest), READ_LIMIT)) ?? packs.file(digest),
    openBlob: (digest) => backend.openIntact?.(blobPath(digest)),
    hasBlob: (digest) => backend.has(blobPath(digest)),
    hasIntactBlob: (digest) => backend.isIntact(blobPath(digest)),
    async find(actionKey, { whole = false } = {}) {
      return (await findWhole(actionKey)) ?? (whole ? undefined : packs.find(actionKey));
    },
    claim: (actionKey, options = {}) =>
      backend.claim?.(actionKey, options) ?? Promise.resolve(NO_CLAIM),
    async publish(manifest, isHeld = () => true) {
      const path = manifestPath(manifest.actionKey);
      const bytes = Buffer.from(manifestText(manifest));
      if (isHeld() && (await backend.putFirst?.(path, bytes))) return manifest;
      const earlier = await findWhole(manifest.actionKey);
      if (earlier !== undefined || !isHeld()) return earlier;
      await backend.put(path, bytes); // What is there has lost files.
      return manifest;
    },
    async writeBlob(bytes) {
      const digest = sha256(bytes);
      await backend.put(blobPath(digest), bytes);
      return digest;
    },
    async probe() {
      await backend.probe?.();
    },
  };
}

const NO_CLAIM: FileLock = { isHeld: () => true, release: () => undefined };

const manifestPath = (actionKey: string): EntryPath => ({ kind: 'ac', digest: actionKey });
const blobPath = (digest: string): EntryPath => ({ kind: 'cas', digest });
