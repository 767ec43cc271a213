import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_FAULTS, cacheServer } from '../testing/cache-server';
import type { CacheServer, ServerFault, ServerKind } from '../testing/cache-server';
import { createStore } from '../store';
import type { Store } from '../store';
import { memoryTrust, newWriter } from '../testing/memory-trust';
import { sampleManifest } from '../testing/sample-entries';
import { teamStore } from '../team-store';
import { unsentResults } from '../unsent-results';
import { httpBackend } from './http-backend';
import { httpPlace } from './http-store';

/** Far longer than an answer of this machine takes. */
const PATIENT = { connectMs: 60_000, silentMs: 60_000, slowestRate: 50_000, firstPauseMs: 1 };
/** For a server that would be waited for in vain. */
const HASTY = { ...PATIENT, silentMs: 300 };
const SILENT: readonly ServerFault[] = ['hangs', 'stops within a body', 'sends too slowly'];
const TOKEN = 'very-secret-token';
const weights = Buffer.alloc(40_000, 'weights of a network ');

/** How a fault shows in the one line that is printed; undefined: where an entry counts as damaged. */
const LINE: Record<ServerFault, RegExp | undefined> = {
  'closes every connection': /closed the connection/,
  hangs: /no answer after 0\.3 s/,
  'stops within a body': /no answer after 0\.3 s/,
  'says 500': /status 500 "disk on fire"/,
  'says 503': /status 503/,
  'says 401': /status 401.*NHAT_STORE_TOKEN/,
  redirects: /status 302/,
  truncates: /closed the connection/,
  'returns wrong bytes': undefined,
  'sends too slowly': /too slow: \d+ bytes per second/,
  'talks no HTTP': /does not answer in HTTP/,
  'sends without end': undefined,
};
/** Faults of bodies that are sent: a body that is received, and a question without one, know nothing of them. */
const ONLY_READING: readonly ServerFault[] = [
  ...(['stops within a body', 'truncates', 'returns wrong bytes'] as const),
  ...(['sends too slowly', 'sends without end'] as const),
];

describe.each<ServerKind>(['nginx', 'bazel-remote'])('a team store behind %s', (kind) => {
  const writer = newWriter();
  let server: CacheServer;
  let folder: string;
  let warnings: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-faults-'));
    warnings = [];
    server = await cacheServer(kind);
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** The store of a clone of the workspace. */
  const clone = (name: string, fault?: ServerFault, run?: string): Store =>
    createStore(
      teamStore(
        join(folder, name),
        httpBackend(
          httpPlace(server.url, TOKEN),
          fault !== undefined && SILENT.includes(fault) ? HASTY : PATIENT,
        ),
        memoryTrust(writer),
        (line) => void warnings.push(line),
        { run },
      ),
    );
  const compute = async (store: Store, seed = 0) => {
    const manifest = sampleManifest({ weights: await store.writeBlob(weights) }, seed);
    await store.publish(manifest);
    return manifest;
  };
  /** Whatever it finds is right. */
  const look = async (store: Store, { actionKey, outputs }: ReturnType<typeof sampleManifest>) => {
    const found = await store.find(actionKey);
    const blob = await store.readBlob(outputs.blobs['weights']!);
    if (found !== undefined) expect(found).toMatchObject({ actionKey, outputs });
    if (blob !== undefined) expect(Buffer.compare(blob, weights)).toBe(0);
    return { found: found !== undefined, blob: blob !== undefined };
  };
  const all = { found: true, blob: true };
  const unsent = (name: string) => unsentResults(join(folder, name)).list();

  it('brings back in another clone what one has computed', async () => {
    const manifest = await compute(clone('a'));
    expect(await look(clone('b'), manifest)).toEqual(all);
    expect([warnings, unsent('a')]).toEqual([[], []]);
  });

  it.each(SERVER_FAULTS)(
    'that %s gives nothing wrong, and its clone computes itself',
    async (fault) => {
      const manifest = await compute(clone('a'));
      server.fault = fault;
      const here = clone('b', fault);
      const seen = await look(here, manifest);
      expect(seen).toEqual({ found: false, blob: false });
      const line = LINE[fault];
      if (line === undefined) {
        for (const one of warnings) expect(one).toMatch(/^store: .* is damaged/);
      } else {
        expect(warnings).toEqual([expect.stringMatching(/^store: http:\S+ is not available \(/)]);
        expect(warnings[0]).toMatch(line);
      }
      await compute(here);
      expect(await look(here, manifest)).toEqual(all);
      expect(String(warnings)).not.toMatch(/very-secret|\n {4}at /);
    },
  );

  it.each(SERVER_FAULTS)('that %s when it should take a result loses nothing', async (fault) => {
    server.fault = fault;
    const manifest = await compute(clone('a', fault));
    expect(await look(clone('a', fault), manifest)).toEqual(all);
    server.fault = undefined;
    const isSent = (await look(clone('b'), manifest)).found;
    // It is there, or it is noted that it is not. Where it could not be read back, it may be both.
    if (!isSent) expect(unsent('a')).toEqual([manifest.actionKey]);
    if (!ONLY_READING.includes(fault)) {
      expect(isSent).toBe(false);
      expect(warnings.length).toBeGreaterThan(0);
    }
    expect(warnings.length).toBeLessThanOrEqual(2);
    expect(String(warnings)).not.toMatch(/very-secret|\n {4}at /);
  });

  it('that is down before is one line, and is asked again when it is back', async () => {
    await server.close();
    const manifest = await compute(clone('a'));
    await look(clone('b'), manifest);
    expect(warnings).toHaveLength(2); // One for each clone.
    for (const line of warnings) expect(line).toMatch(/nobody listens there.*ECONNREFUSED/);
    await server.open();
    await compute(clone('c'));
    expect(await look(clone('b'), manifest)).toEqual(all);
  });

  it('that dies between a blob and its result publishes no half', async () => {
    server.faulty = (line) => line.startsWith('PUT ac/');
    server.fault = 'closes every connection';
    const manifest = await compute(clone('a'));
    expect([...server.entries.keys()].filter((path) => path.startsWith('ac/'))).toEqual([]);
    expect(unsent('a')).toEqual([manifest.actionKey]);
    expect(warnings).toEqual([expect.stringMatching(/not available for uploads/)]);
  });

  it('that loses a blob counts as one without the result', async () => {
    const manifest = await compute(clone('a'));
    server.entries.delete(`cas/${manifest.outputs.blobs['weights']}`);
    const here = clone('b');
    expect(await look(here, manifest)).toEqual({ found: false, blob: false });
    await compute(here);
    expect(await look(clone('c'), manifest)).toEqual(all);
    expect(warnings).toEqual([]);
  });

  it('that answers an error once is asked once more', async () => {
    const manifest = await compute(clone('a'));
    let asked = 0;
    server.faulty = (line) => line.startsWith('GET') && ++asked <= 2;
    for (const fault of ['says 503', 'closes every connection'] as const) {
      server.fault = fault;
      asked = 0;
      expect(await look(clone(fault), manifest)).toEqual(all);
    }
    expect(warnings).toEqual([]);
  });

  it('that hangs is waited for once by all who ask at the same time or later', async () => {
    server.fault = 'hangs';
    const store = clone('a', 'hangs');
    const asked = Array.from({ length: 12 }, (_, seed) => sampleManifest({}, seed).actionKey);
    await Promise.all(asked.map((key) => store.find(key)));
    const before = server.requests.length;
    for (const key of asked) expect(await store.find(key)).toBeUndefined();
    expect(server.requests).toHaveLength(before);
    expect(warnings).toHaveLength(1);
  });

  it('that hangs is waited for and named once by all processes of a run', async () => {
    server.fault = 'hangs';
    const { actionKey } = sampleManifest({});
    await clone('a', 'hangs', 'first run').find(actionKey);
    const before = server.requests.length;
    const manifest = await compute(clone('a', 'hangs', 'first run'));
    expect(server.requests).toHaveLength(before);
    expect([warnings.length, unsent('a')]).toEqual([1, [manifest.actionKey]]);
    server.fault = undefined;
    await compute(clone('a', 'hangs', 'second run'));
    expect(server.requests.length).toBeGreaterThan(before);
  });
});
