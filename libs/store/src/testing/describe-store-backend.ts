import { sha256 } from '@nhat/artifacts';
import type { EntryPath, StoreBackend, StoredEntry } from '../store-backend';
import { verified } from '../verified';
import { blobEntry, manifestEntry, sampleManifest } from './sample-entries';
import type { SampleEntry } from './sample-entries';

const LIMIT = 2 ** 30;

/**
 * The contract of every store backend. `create` returns an empty backend; decorators pass their warnings to `warn`. The entries
 * are blobs under their SHA-256 and manifests under their action key, because some servers accept nothing else.
 */
export function describeStoreBackend(
  name: string,
  create: (warn: (line: string) => void) => StoreBackend | Promise<StoreBackend>,
): void {
  describe(`${name}, as every store backend`, () => {
    let backend: StoreBackend;
    let warnings: string[];
    const warn = (line: string) => void warnings.push(line);

    beforeEach(async () => {
      warnings = [];
      backend = await create(warn);
    });

    const weights = blobEntry(Buffer.from('weights of a network'));
    const result = manifestEntry(sampleManifest({ weights: weights.path.digest }));
    const put = ({ path, bytes }: SampleEntry) => backend.put(path, bytes);
    const bytesOf = (entry: StoredEntry) =>
      entry.kind === 'file' ? Buffer.from(entry.bytes) : entry;

    it('is empty at first', async () => {
      for (const { path } of [weights, result]) {
        expect(await backend.get(path, LIMIT)).toEqual({ kind: 'missing' });
        expect(await backend.has(path)).toBe(false);
      }
      expect(warnings).toEqual([]);
    });

    it.each<[string, SampleEntry]>([
      ['a manifest', result],
      ['a blob', weights],
      ['a blob of all bytes', blobEntry(Uint8Array.from({ length: 256 }, (_, index) => index))],
      ['an empty blob', blobEntry(new Uint8Array())],
      ['a blob of 3 MiB', blobEntry(new Uint8Array(3 * 2 ** 20).fill(7))],
    ])('returns %s byte for byte', async (_, entry) => {
      if (entry === result) await put(weights); // Some take a result only after its blobs.
      await put(entry);
      expect(await backend.has(entry.path)).toBe(true);
      const returned = bytesOf(await backend.get(entry.path, LIMIT));
      expect(Buffer.compare(returned as Buffer, entry.bytes)).toBe(0);
    });

    it('keeps manifests and blobs apart', async () => {
      await put(weights);
      await put(result);
      expect(await backend.has({ kind: 'ac', digest: weights.path.digest })).toBe(false);
      expect(await backend.has({ kind: 'cas', digest: result.path.digest })).toBe(false);
    });

    it('accepts the same entry again, also concurrently', async () => {
      await put(weights);
      await Promise.all([put(weights), put(weights), put(result), put(result)]);
      expect(bytesOf(await backend.get(weights.path, LIMIT))).toEqual(weights.bytes);
      expect(bytesOf(await backend.get(result.path, LIMIT))).toEqual(result.bytes);
    });

    it('keeps the first of several results, where it can', async () => {
      if (backend.putFirst === undefined) return;
      const other = manifestEntry({ ...sampleManifest(), node: 'render-x-2' });
      const first = manifestEntry(sampleManifest());
      const answers = [first, other, first].map((one) => backend.putFirst!(one.path, one.bytes));
      expect((await Promise.all(answers)).filter((wasFirst) => wasFirst)).toHaveLength(1);
      const kept = bytesOf(await backend.get(first.path, LIMIT));
      expect([first.bytes, other.bytes]).toContainEqual(kept);
      expect(await backend.putFirst(other.path, other.bytes)).toBe(false);
      expect(bytesOf(await backend.get(first.path, LIMIT))).toEqual(kept);
    });

    it('keeps a copy that later changes of the array do not reach', async () => {
      const array = Uint8Array.from(weights.bytes);
      await backend.put(weights.path, array);
      array.fill(0);
      const entry = await backend.get(weights.path, LIMIT);
      expect(bytesOf(entry)).toEqual(weights.bytes);
      if (entry.kind === 'file') entry.bytes.fill(0);
      expect(bytesOf(await backend.get(weights.path, LIMIT))).toEqual(weights.bytes);
    });

    it('does not return more than the limit', async () => {
      await put(weights);
      const { kind } = await backend.get(weights.path, weights.bytes.length - 1);
      expect(kind).not.toBe('file');
    });

    it('answers `has` for many paths in their order', async () => {
      const others = ['a', 'b'].map((text) => blobEntry(Buffer.from(text)));
      await put(weights);
      await put(others[1]!);
      const paths = [others[0]!, weights, result, others[1]!].map(({ path }) => path);
      expect(await Promise.all(paths.map((path) => backend.has(path)))).toEqual([
        false,
        true,
        false,
        true,
      ]);
      if (backend.hasEach === undefined) return;
      expect(await backend.hasEach(paths)).toEqual([false, true, false, true]);
      expect(await backend.hasEach([])).toEqual([]);
    });

    it.each(['../precious', '', 'A'.repeat(64), '0'.repeat(63), `${'0'.repeat(64)}\n`])(
      'keeps nothing under %j, which is no digest',
      async (digest) => {
        const path: EntryPath = { kind: 'cas', digest };
        await backend.put(path, weights.bytes).catch(() => undefined);
        const returned = await backend
          .get(path, LIMIT)
          .catch((): StoredEntry => ({ kind: 'missing' }));
        expect(returned.kind).toBe('missing');
        expect(await backend.has(path).catch(() => false)).toBe(false);
      },
    );

    it('passes its own probe for writing', async () => {
      await expect(backend.probe?.() ?? Promise.resolve()).resolves.toBeUndefined();
      expect(await backend.has(weights.path)).toBe(false);
    });

    it.each<[string, SampleEntry, Uint8Array]>([
      ['a blob with wrong bytes', weights, Buffer.from('Weights of a network')],
      ['a blob that is cut off', weights, weights.bytes.slice(0, -3)],
      ['a manifest that is cut off', result, result.bytes.slice(0, -3)],
      ['the manifest of another key', result, manifestEntry(sampleManifest({}, 1)).bytes],
    ])(
      'never returns %s once verified, and accepts the correct entry afterwards',
      async (_, { path, bytes }, wrong) => {
        const checked = verified(backend, warn);
        if (path.kind === 'ac') await put(weights);
        const isTaken = await backend.put(path, wrong).then(
          () => true,
          () => false, // A server that checks content.
        );
        expect(await checked.get(path, LIMIT)).toEqual({ kind: 'missing' });
        expect(warnings.length > 0).toBe(isTaken);
        for (const line of warnings) expect(line).toMatch(/^store: .* is damaged /);
        await checked.put(path, bytes);
        expect(bytesOf(await checked.get(path, LIMIT))).toEqual(Buffer.from(bytes));
        expect(new Set(warnings).size).toBe(warnings.length);
      },
    );

    it('does not find a blob under the digest of another', async () => {
      await put(weights);
      expect(await backend.has({ kind: 'cas', digest: sha256('other') })).toBe(false);
    });
  });
}
