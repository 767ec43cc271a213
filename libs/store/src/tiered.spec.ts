import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore, folderBackend, tiered, tolerant, verified } from '.';
import type { StoreBackend } from '.';
import { faultyBackend } from './testing/faulty-backend';
import { memoryBackend } from './testing/memory-backend';
import { sampleManifest } from './testing/sample-entries';

const bytes = Buffer.from('weights of a network');

describe('two tiers', () => {
  let folder: string;
  let remote: ReturnType<typeof faultyBackend>;
  let calls: string[];
  let warnings: string[];
  const warn = (line: string) => void warnings.push(line);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-tiers-'));
    remote = faultyBackend(memoryBackend('far'));
    [calls, warnings] = [[], []];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const counted = (backend: StoreBackend): StoreBackend => ({
    location: backend.location,
    get: (path, limit) => (calls.push(`get ${path.kind}`), backend.get(path, limit)),
    put: (path, content) => (calls.push(`put ${path.kind}`), backend.put(path, content)),
    has: (path) => (calls.push(`has ${path.kind}`), backend.has(path)),
    hasEach: async (paths) => {
      calls.push(`has ${paths.length}`);
      return Promise.all(paths.map((path) => backend.has(path)));
    },
  });
  /** Opens the store of one workspace; all workspaces share the remote store. */
  const open = (workspace: string, isTolerant = true) => {
    const far = verified(counted(remote), warn);
    return createStore(
      tiered(
        verified(folderBackend(join(folder, workspace)), warn),
        isTolerant ? tolerant(far, warn) : far,
        warn,
      ),
    );
  };
  const share = async () => {
    const digest = await open('ann').writeBlob(bytes);
    const manifest = sampleManifest({ weights: digest });
    await open('ann').publish(manifest);
    calls = [];
    return { digest, manifest };
  };

  it('return to one workspace what another has written, and fetch it once', async () => {
    const { digest, manifest } = await share();
    expect(await open('bob').find(manifest.actionKey)).toEqual(manifest);
    expect(calls).toEqual(['get ac', 'has 1']);
    expect(await open('bob').readBlob(digest)).toEqual(bytes);
    calls = [];
    expect(await open('bob').find(manifest.actionKey)).toEqual(manifest);
    expect(await open('bob').readBlob(digest)).toEqual(bytes);
    expect([calls, warnings]).toEqual([[], []]);
  });

  it('write to the remote store without fetching the blob first', async () => {
    await share();
    await open('bob').writeBlob(bytes);
    expect(calls).toEqual(['has cas']);
  });

  it('ask the remote store once for all blobs of a result', async () => {
    const store = open('ann');
    const texts = ['a', 'b', 'c'];
    const digests = await Promise.all(texts.map((text) => store.writeBlob(Buffer.from(text))));
    const manifest = sampleManifest(
      Object.fromEntries(texts.map((text, i) => [text, digests[i]!])),
    );
    await store.publish(manifest);
    calls = [];
    await open('bob').find(manifest.actionKey);
    expect(calls).toEqual(['get ac', 'has 3']);
  });

  it('make no request for blobs of a result without blobs', async () => {
    const manifest = sampleManifest();
    await open('ann').publish(manifest);
    calls = [];
    expect(await open('bob').find(manifest.actionKey)).toEqual(manifest);
    expect(calls).toEqual(['get ac']);
  });

  it('write to the remote store what only the local store has', async () => {
    remote.fault = 'rejects';
    await open('ann').writeBlob(bytes);
    delete remote.fault;
    const digest = await open('ann').writeBlob(bytes);
    expect(await open('bob').readBlob(digest)).toEqual(bytes);
  });

  it('continue with one warning when a tolerant remote store is down', async () => {
    remote.fault = 'rejects';
    const store = open('ann');
    const digest = await store.writeBlob(bytes);
    const manifest = sampleManifest({ weights: digest });
    await store.probe();
    await store.publish(manifest);
    expect(await store.find(manifest.actionKey)).toEqual(manifest);
    expect(await store.readBlob('0'.repeat(64))).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('far is not available')]);
  });

  it('fail when a remote store that is not tolerant is down', async () => {
    remote.fault = 'rejects';
    await expect(open('ann', false).writeBlob(bytes)).rejects.toThrow('503');
  });

  it.each(['returns wrong bytes', 'truncates'] as const)(
    'keep no copies from a remote store that %s',
    async (fault) => {
      const { digest, manifest } = await share();
      remote.fault = fault;
      const store = open('bob');
      expect(await store.find(manifest.actionKey)).toBeUndefined();
      expect(await store.readBlob(digest)).toBeUndefined();
      delete remote.fault;
      expect(await open('bob').readBlob(digest)).toEqual(bytes);
      expect(warnings).toEqual([expect.stringMatching(/is damaged .*not named/)]);
    },
  );

  it('return an entry that the local store cannot keep, with one warning', async () => {
    const { digest, manifest } = await share();
    chmodSync(folder, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid!(65_534);
    try {
      const store = open('bob');
      expect(await store.find(manifest.actionKey)).toEqual(manifest);
      expect(await store.readBlob(digest)).toEqual(bytes);
      expect(warnings).toEqual([expect.stringContaining('no copies are kept')]);
    } finally {
      if (isRoot) process.seteuid!(0);
      chmodSync(folder, 0o755);
    }
  });
});
