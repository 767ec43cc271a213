import { READ_LIMIT, isDigest, openManifest, sha256 } from '@nhat/artifacts';
import { eachOnce } from './each-once';
import { MISSING, hasEach } from './store-backend';
import type { EntryPath, StoreBackend } from './store-backend';

/** A backend whose `get` returns only what was put in. `put` leaves a blob alone that is there already. */
export interface VerifiedBackend extends StoreBackend {
  isVerified: true;
}

/**
 * Checks what a backend returns: a blob against its digest, a manifest against its seal and its key. Others may have put in
 * whatever they like, so a path is made of 64 hex digits only. `warn` gets one line for each entry that is damaged or may not
 * be read; both count as missing, and a damaged one goes to quarantine where the backend has one, else it is replaced by the
 * next `put`.
 */
export function verified(backend: StoreBackend, warn: (line: string) => void): VerifiedBackend {
  const warnOnce = eachOnce(warn);
  /** Names of entries that are damaged and could not be moved away. */
  const damaged = new Set<string>();
  const name = ({ kind, digest }: EntryPath) => `store: ${backend.location}/${kind}/${digest}`;
  const discard = async (path: EntryPath, why: string) => {
    const moved = await backend.quarantine?.(path);
    if (moved === undefined) damaged.add(name(path));
    const where = moved === undefined ? 'it stays there, unused' : `moved to ${moved}`;
    warnOnce(`${name(path)} is damaged (${why}); ${where}`);
    return MISSING;
  };
  const get: StoreBackend['get'] = async (path, limit) => {
    if (!isDigest(path.digest)) return MISSING;
    const entry = await backend.get(path, limit);
    if (entry.kind === 'damaged') return discard(path, entry.why);
    if (entry.kind === 'forbidden') {
      warnOnce(`${name(path)} may not be read (got "${entry.code}"); it counts as absent`);
      return MISSING;
    }
    if (entry.kind === 'missing') return entry;
    const wrong = fault(path, entry.bytes);
    return wrong === undefined ? entry : discard(path, wrong);
  };
  const isUsable = (path: EntryPath) => isDigest(path.digest) && !damaged.has(name(path));
  const has = async (path: EntryPath) => isUsable(path) && backend.has(path);
  /** A file of this machine is read, because only a whole copy saves the writing; an entry elsewhere would have to be fetched. */
  const isThere = async (path: EntryPath) =>
    backend.folder === undefined ? has(path) : (await get(path, READ_LIMIT)).kind === 'file';
  return {
    isVerified: true,
    location: backend.location,
    ...(backend.folder !== undefined && { folder: backend.folder }),
    get,
    has,
    async put(path, bytes) {
      if (path.kind === 'cas' && (await isThere(path))) return;
      await backend.put(path, bytes);
      damaged.delete(name(path));
    },
    async hasEach(paths) {
      const answers = await hasEach(backend, paths.filter(isUsable));
      return paths.map((path) => isUsable(path) && answers.shift()!);
    },
    async probe() {
      await backend.probe?.();
    },
  };
}

/** What is wrong with the content of an entry; undefined when it is what belongs under the path. */
function fault({ kind, digest }: EntryPath, bytes: Uint8Array): string | undefined {
  if (kind === 'ac') {
    const whole = openManifest(Buffer.from(bytes).toString('utf8'), digest) !== undefined;
    return whole ? undefined : 'not a whole manifest';
  }
  const found = sha256(bytes);
  if (found === digest) return undefined;
  return `got ${bytes.length} bytes with digest ${found.slice(0, 8)}…`;
}
