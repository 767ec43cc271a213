import { MANIFEST_LIMIT, manifestText } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { EntryPath, StoreBackend } from '../store-backend';
import { describeStoreBackend } from '../testing/describe-store-backend';
import { memoryBackend } from '../testing/memory-backend';
import { memoryTrust, newWriter } from '../testing/memory-trust';
import { manifestEntry, sampleManifest } from '../testing/sample-entries';
import { verified } from '../verified';
import { signed } from './signed';
import { signEntry } from './signed-entry';

describeStoreBackend('a signed map', (warn) =>
  signed(memoryBackend(), memoryTrust(newWriter()), warn),
);

const [ann, bob, eve] = [newWriter(), newWriter(), newWriter()];
const { path, bytes } = manifestEntry(sampleManifest());
const other = (scores: object): Manifest => {
  const manifest = sampleManifest();
  return { ...manifest, outputs: { ...manifest.outputs, scores: scores as never } };
};

describe('a store of many writers', () => {
  let store: StoreBackend;
  let warnings: string[];
  const warn = (line: string) => void warnings.push(line);
  const as = (writer = ann, others = {}) =>
    verified(signed(store, memoryTrust(writer, others), warn), warn);
  const plant = (text: string, at: EntryPath = path) => store.put(at, Buffer.from(text));
  const found = async (reader = as()) => {
    const entry = await reader.get(path, MANIFEST_LIMIT);
    return entry.kind === 'file' ? String(entry.bytes) : entry.kind;
  };

  beforeEach(() => {
    store = memoryBackend('team');
    warnings = [];
  });

  it('gives back what this user put in, and what a trusted colleague did', async () => {
    await as(bob).put(path, bytes);
    expect(await found(as(bob))).toBe(String(bytes));
    expect(await found(as(ann, { bob }))).toBe(String(bytes));
    expect(warnings).toEqual([]);
  });

  it('takes results of a writer who is not trusted for absent, with one line for the writer', async () => {
    const reader = as(ann, { bob });
    for (const seed of [0, 1, 2]) {
      const manifest = sampleManifest({}, seed);
      const at: EntryPath = { kind: 'ac', digest: manifest.actionKey };
      await plant(signEntry(manifest, eve), at);
      expect(await reader.get(at, MANIFEST_LIMIT)).toEqual({ kind: 'missing' });
      expect(await reader.has(at)).toBe(false);
      expect(await reader.hasEach!([at])).toEqual([false]);
    }
    expect(warnings).toEqual([expect.stringContaining(eve.id)]);
    expect(warnings[0]).toContain('nhat-team.json');
  });

  it('names few writers where each result has another one who is not trusted', async () => {
    const reader = as(ann);
    for (let seed = 0; seed < 12; seed++) {
      const manifest = sampleManifest({}, seed);
      const at: EntryPath = { kind: 'ac', digest: manifest.actionKey };
      await plant(signEntry(manifest, newWriter()), at);
      expect(await reader.get(at, MANIFEST_LIMIT)).toEqual({ kind: 'missing' });
    }
    expect(warnings).toHaveLength(4);
    expect(warnings.at(-1)).toMatch(/further writers .*nhat-team.json/);
  });

  it('names one damaged entry where all are damaged', async () => {
    const reader = as(ann);
    for (let seed = 0; seed < 12; seed++) {
      const at: EntryPath = { kind: 'ac', digest: sampleManifest({}, seed).actionKey };
      await plant('<html>Log in to this network</html>', at);
      expect(await reader.get(at, MANIFEST_LIMIT)).toEqual({ kind: 'missing' });
    }
    expect(warnings).toEqual([expect.stringMatching(/is damaged .*not named/)]);
  });

  it('takes results without a signature for absent, with one line', async () => {
    await plant(manifestText(other({ accuracy: 1 })));
    const reader = as();
    expect([await found(reader), await found(reader)]).toEqual(['missing', 'missing']);
    expect(warnings).toEqual([expect.stringMatching(/without a signature/)]);
  });

  const loose = (text: string) => JSON.parse(text) as Record<string, unknown>;
  const signedByBob = signEntry(sampleManifest(), bob);
  it.each<[string, string]>([
    [
      'a forged score under the signature of another score',
      JSON.stringify({
        ...loose(manifestText(other({ accuracy: 1 }))),
        ...{ writer: bob.id, signature: loose(signedByBob)['signature'] },
      }),
    ],
    [
      'the signature of one who signed for another key',
      JSON.stringify({
        ...loose(manifestText(sampleManifest())),
        ...{ writer: bob.id, signature: loose(signEntry(sampleManifest({}, 1), bob))['signature'] },
      }),
    ],
    [
      'the name of one and the signature of another',
      JSON.stringify({
        ...loose(signEntry(sampleManifest(), eve)),
        writer: bob.id,
      }),
    ],
    ['a signature of another kind', JSON.stringify({ ...loose(signedByBob), signature: 7 })],
    ['no signature but a writer', JSON.stringify({ ...loose(signedByBob), signature: undefined })],
    [
      'a writer of zeros',
      JSON.stringify({ ...loose(signedByBob), writer: `ed25519:${'A'.repeat(43)}` }),
    ],
    ['a writer that is a path', JSON.stringify({ ...loose(signedByBob), writer: '../../x' })],
    ['the result of another key, rightly signed', signEntry(sampleManifest({}, 1), bob)],
    ['half of an entry', signedByBob.slice(0, -20)],
  ])('takes %s for damaged', async (_, text) => {
    await plant(text);
    expect(await found(as(ann, { bob }))).toBe('missing');
    expect(warnings).toEqual([expect.stringMatching(/is damaged/)]);
  });

  it('keeps the first trusted result, and says when another one differs', async () => {
    await as(bob).put(path, bytes);
    await as(ann, { bob }).put(path, bytes);
    expect(warnings).toEqual([]);
    await as(ann, { bob }).put(path, Buffer.from(manifestText(other({ accuracy: 1 }))));
    expect(await found(as(ann, { bob }))).toBe(String(bytes));
    expect(warnings).toEqual([
      expect.stringMatching(/render-x-1 has another result there \(by bob\)/),
    ]);
  });

  it('replaces what nobody trusts where the store lets it, and else says that it stays', async () => {
    await plant(signEntry(sampleManifest(), eve));
    await as().put(path, bytes);
    expect(await found()).toBe(String(bytes));
    await plant(signEntry(sampleManifest(), eve));
    const immutable = { ...store, put: async () => undefined };
    const writer = signed(immutable, memoryTrust(ann), warn);
    await expect(writer.put(path, bytes)).rejects.toThrow(
      /another entry .* keeper of the store deletes/,
    );
  });

  it('notices that a colleague was first in the moment of writing', async () => {
    let isRace = true;
    const raced: StoreBackend = {
      ...store,
      // A server that keeps the first entry, and a colleague between the question and the answer.
      put: async (at, mine) => {
        if (isRace) await store.put(at, Buffer.from(signEntry(other({ accuracy: 1 }), bob)));
        else await store.put(at, mine);
        isRace = false;
      },
    };
    await signed(raced, memoryTrust(ann, { bob }), warn).put(path, bytes);
    expect(warnings).toEqual([expect.stringMatching(/by bob\); this workspace keeps its own/)]);
  });
});
