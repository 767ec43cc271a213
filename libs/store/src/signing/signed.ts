import { MANIFEST_LIMIT, parseManifest, outputsDigest, manifestText } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { eachOnce } from '../each-once';
import { OtherEntry } from '../other-entry';
import { MISSING, hasEach } from '../store-backend';
import type { EntryPath, StoreBackend, StoredEntry } from '../store-backend';
import { openSignedEntry, signEntry } from './signed-entry';
import { TEAM_FILE } from './team-file';
import type { Trust } from './trust';

/** Anybody can sign each entry with a key of its own; so many are named. */
const NAMED_WRITERS = 3;

/**
 * A backend into which others write, too: results that are put in are signed, and only those of trusted writers come out. Blobs
 * need no signature, since a result names them by their digests. The first trusted result of an action key stays: what is put
 * later is dropped. `warn` gets one line for each of the first writers who are not trusted, one for all others, one for results without a
 * signature, and one for each result that differs from that of a colleague.
 */
export function signed(
  backend: StoreBackend,
  trust: Trust,
  warn: (line: string) => void,
): StoreBackend {
  const warnOnce = eachOnce(warn);
  const where = `store: ${backend.location}`;
  const unknown = (who: string) =>
    warnOnce(
      `${where}: results ${who} count as absent; ${TEAM_FILE} lists whom this workspace trusts`,
    );

  const strangers = new Set<string>();
  const unknownWriter = (writer: string) => {
    if (strangers.size < NAMED_WRITERS) strangers.add(writer);
    unknown(strangers.has(writer) ? `of the writer ${writer}` : 'of further writers');
  };

  const find = async (path: EntryPath, limit: number): Promise<Found> => {
    const entry = await backend.get(path, limit);
    if (entry.kind !== 'file') return { entry };
    const opened = openSignedEntry(Buffer.from(entry.bytes).toString('utf8'), path.digest);
    if (opened.kind === 'damaged') return { entry: opened };
    if (opened.kind === 'unsigned') unknown('without a signature');
    else if (trust.nameOf(opened.writer) === undefined) unknownWriter(opened.writer);
    else {
      const { manifest, writer } = opened;
      return {
        entry: { kind: 'file', bytes: Buffer.from(manifestText(manifest)) },
        manifest,
        writer,
      };
    }
    return { entry: MISSING };
  };
  /** Whether a trusted result is there. Says so when it differs from this one. */
  const isThere = async (path: EntryPath, own: Manifest): Promise<boolean> => {
    const { manifest, writer } = await find(path, MANIFEST_LIMIT);
    if (manifest === undefined) return false;
    if (outputsDigest(manifest.outputs) !== outputsDigest(own.outputs)) {
      const who = trust.nameOf(writer!);
      warnOnce(
        `${where}: ${own.node} has another result there (by ${who}); this workspace keeps its own`,
      );
    }
    return true;
  };
  const has = async (path: EntryPath) =>
    path.kind === 'cas'
      ? backend.has(path)
      : (await find(path, MANIFEST_LIMIT)).entry.kind === 'file';
  return {
    ...backend,
    putFirst: undefined, // It would write without a signature.
    has,
    async get(path, limit) {
      return path.kind === 'cas' ? backend.get(path, limit) : (await find(path, limit)).entry;
    },
    async put(path, bytes) {
      if (path.kind === 'cas') return backend.put(path, bytes);
      const manifest = parseManifest(Buffer.from(bytes).toString('utf8'), path.digest);
      if (manifest === undefined) throw new TypeError('not a whole manifest of this action key');
      if (await isThere(path, manifest)) return;
      await backend.put(path, Buffer.from(signEntry(manifest, trust.writer())));
      // A colleague may have been first, and a server that keeps the first entry may keep one that nobody trusts.
      if (await isThere(path, manifest)) return;
      throw new OtherEntry(
        `another entry is at ac/${path.digest} until the keeper of the store deletes that file`,
      );
    },
    async hasEach(paths) {
      const blobs = paths.filter(({ kind }) => kind === 'cas');
      const answers = blobs.length > 0 ? await hasEach(backend, blobs) : [];
      return Promise.all(paths.map((path) => (path.kind === 'cas' ? answers.shift()! : has(path))));
    },
  };
}

interface Found {
  entry: StoredEntry;
  /** Of a result that is trusted, with the id of its writer. */
  manifest?: Manifest;
  writer?: string;
}
