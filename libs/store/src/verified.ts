import { READ_LIMIT, isDigest, parseManifest, sha256 } from '@nhat/artifacts';
import type { OpenFile } from '@nhat/artifacts';
import { eachOnce } from './each-once';
import { MISSING, hasEach } from './store-backend';
import type { EntryPath, StoreBackend, StoredEntry } from './store-backend';

/** A backend whose `get` returns only intact entries. `put` skips a blob that is there already. */
export interface VerifiedBackend extends StoreBackend {
  isVerified: true;
  /** Whether `get` would return the entry; an entry on another machine is not fetched for that, so its presence counts. */
  isIntact(path: EntryPath): Promise<boolean>;
  /** Opens an intact entry that is a file of this machine; undefined where there is none. */
  openIntact?(path: EntryPath): OpenEntry | undefined;
}

/** An entry in a file that stays open. */
export interface OpenEntry {
  /** All of it, as it was when it was checked. */
  bytes: Uint8Array;
  file: OpenFile;
}

/**
 * Verifies the entries of a backend: a blob against its digest, a manifest against its checksum and its action key. Because
 * other users may have written any file there, paths consist of 64 hex digits only. `warn` gets one line for each entry that is
 * damaged or unreadable; of a backend on another machine, where one fault may damage all answers, one for the first damaged entry alone.
 * Both count as missing; a damaged entry is moved to the quarantine of the backend if it has one, else the next `put` replaces it.
 */
export function verified(backend: StoreBackend, warn: (line: string) => void): VerifiedBackend {
  const warnOnce = eachOnce(warn);
  /** Names of damaged entries that could not be moved away. */
  const damaged = new Set<string>();
  const name = ({ kind, digest }: EntryPath) => `store: ${backend.location}/${kind}/${digest}`;
  const isIntact = (path: EntryPath) => (bytes: Uint8Array) => fault(path, bytes) === undefined;
  let hasNamedDamage = false;
  const warnOfDamage = (line: string) => {
    if (backend.folder !== undefined) return warnOnce(line);
    if (!hasNamedDamage) warn(`${line}; others may be, and are not named`);
    hasNamedDamage = true;
  };
  const discard = async (path: EntryPath, why: string, limit: number): Promise<StoredEntry> => {
    const outcome = await backend.quarantine?.(path, limit, isIntact(path));
    if (outcome?.kind === 'changed') {
      const again = await backend.get(path, limit);
      return again.kind === 'file' && isIntact(path)(again.bytes) ? again : MISSING;
    }
    if (outcome?.kind !== 'moved') damaged.add(name(path));
    const where = outcome?.kind === 'moved' ? `moved to ${outcome.to}` : 'it stays there, unused';
    warnOfDamage(`${name(path)} is damaged (${why}); ${where}`);
    return MISSING;
  };
  const get: StoreBackend['get'] = async (path, limit) => {
    if (!isDigest(path.digest)) return MISSING;
    const entry = await backend.get(path, limit);
    if (entry.kind === 'damaged') return discard(path, entry.why, limit);
    if (entry.kind === 'forbidden') {
      warnOnce(`${name(path)} may not be read (got "${entry.code}"); it counts as absent`);
      return MISSING;
    }
    if (entry.kind === 'missing') return entry;
    const wrong = fault(path, entry.bytes);
    return wrong === undefined ? entry : discard(path, wrong, limit);
  };
  const isUsable = (path: EntryPath) => isDigest(path.digest) && !damaged.has(name(path));
  const has = async (path: EntryPath) => isUsable(path) && backend.has(path);
  /**
   * On this machine the whole file is read, because only an intact copy makes the write unnecessary. A remote entry would have
   * to be fetched for that, so only its presence is checked.
   */
  const isThere = async (path: EntryPath) =>
    backend.folder === undefined ? has(path) : (await get(path, READ_LIMIT)).kind === 'file';
  const { putFirst } = backend;
  return {
    isVerified: true,
    location: backend.location,
    ...(backend.folder !== undefined && { folder: backend.folder }),
    get,
    has,
    isIntact: isThere,
    async put(path, bytes) {
      if (path.kind === 'cas' && (await isThere(path))) return;
      await backend.put(path, bytes);
      damaged.delete(name(path));
    },
    ...(backend.open !== undefined && {
      openIntact(path: EntryPath) {
        const file = isDigest(path.digest) ? backend.open!(path, READ_LIMIT) : undefined;
        return file && intactEntry(path, file);
      },
    }),
    ...(putFirst !== undefined && {
      async putFirst(path: EntryPath, bytes: Uint8Array) {
        if (await putFirst(path, bytes)) return true;
        // A damaged entry is moved away by the look, and does not count as the first.
        if ((await get(path, READ_LIMIT)).kind === 'file') return false;
        return putFirst(path, bytes);
      },
    }),
    ...(backend.claim !== undefined && { claim: backend.claim }),
    async hasEach(paths) {
      const answers = await hasEach(backend, paths.filter(isUsable));
      return paths.map((path) => isUsable(path) && answers.shift()!);
    },
    async probe() {
      await backend.probe?.();
    },
  };
}

/** Closes the file where its content does not belong under this path. */
function intactEntry(path: EntryPath, file: OpenFile): OpenEntry | undefined {
  let isIntact = false;
  try {
    const bytes = Buffer.allocUnsafeSlow(file.size);
    file.read(bytes, 0);
    isIntact = fault(path, bytes) === undefined;
    return isIntact ? { bytes, file } : undefined;
  } finally {
    if (!isIntact) file.close();
  }
}

/** Says what is wrong with the content of an entry; undefined when the content belongs under this path. */
function fault({ kind, digest }: EntryPath, bytes: Uint8Array): string | undefined {
  if (kind === 'ac') {
    const whole = parseManifest(Buffer.from(bytes).toString('utf8'), digest) !== undefined;
    return whole ? undefined : 'not a whole manifest';
  }
  const actual = sha256(bytes);
  if (actual === digest) return undefined;
  return `got ${bytes.length} bytes with digest ${actual.slice(0, 8)}…`;
}
