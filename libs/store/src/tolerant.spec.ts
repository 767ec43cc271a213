import { systemPlatform } from '@nhat/artifacts';
import type { StoreBackend } from '.';
import { faultyBackend } from './testing/faulty-backend';
import type { Fault } from './testing/faulty-backend';
import { memoryBackend } from './testing/memory-backend';
import { blobEntry } from './testing/sample-entries';
import { OtherEntry } from './other-entry';
import { ownSilence } from './silence';
import { tolerant } from './tolerant';
import { verified } from './verified';

const { path, bytes } = blobEntry(Buffer.from('weights of a network'));
const LIMIT = 1000;

describe('tolerant', () => {
  let warnings: string[];
  const warn = (line: string) => void warnings.push(line);
  beforeEach(() => (warnings = []));

  const askAll = async (backend: ReturnType<typeof tolerant>) => [
    await backend.get(path, LIMIT),
    await backend.has(path),
    await backend.hasEach!([path, path]),
    await backend.put(path, bytes),
    await backend.probe!(),
  ];
  const nothing = [{ kind: 'missing' }, false, [false, false], undefined, undefined];

  it.each<[Fault, RegExp]>([
    ['throws', /no route to host/],
    ['rejects', /status 503/],
    ['hangs', /no answer after 0\.02 s/],
  ])('treats a backend that %s as empty, with a single warning', async (fault, why) => {
    const faulty = faultyBackend(memoryBackend('far'));
    const backend = tolerant(faulty, warn, { longestMs: 20 });
    await backend.put(path, bytes);
    faulty.fault = fault;
    expect(await askAll(backend)).toEqual(nothing);
    expect(await askAll(backend)).toEqual(nothing);
    expect(warnings).toEqual([expect.stringMatching(/^store: far is not available/)]);
    expect(warnings[0]).toMatch(why);
    expect(backend.failures()).toBeGreaterThanOrEqual(8);
  });

  it('tries again after a failure', async () => {
    const faulty = faultyBackend(memoryBackend());
    const backend = tolerant(faulty, warn);
    faulty.fault = 'rejects';
    await backend.put(path, bytes);
    delete faulty.fault;
    await backend.put(path, bytes);
    expect(await backend.has(path)).toBe(true);
    expect([backend.failures(), warnings.length]).toEqual([1, 1]);
  });

  it('waits once for a backend that hangs, and tries it again after the pause', async () => {
    const faulty = faultyBackend(memoryBackend());
    let calls = 0;
    const counted: StoreBackend = { ...faulty, has: () => (calls++, faulty.has(path)) };
    const patient = tolerant(counted, warn, {
      longestMs: 20,
      silence: ownSilence(systemPlatform, 3_600_000),
    });
    faulty.fault = 'hangs';
    for (let asked = 0; asked < 5; asked++) await patient.has(path);
    expect([calls, patient.failures()]).toEqual([1, 5]);
    const eager = tolerant(counted, warn, {
      longestMs: 20,
      silence: ownSilence(systemPlatform, 0),
    });
    for (let asked = 0; asked < 3; asked++) await eager.has(path);
    expect(calls).toBe(4);
  });

  it('names an entry that stays in the place of another, and asks on', async () => {
    const refusing: StoreBackend = {
      ...memoryBackend('far'),
      put: () => Promise.reject(new OtherEntry('another entry is at ac/12')),
    };
    const lost: unknown[] = [];
    const backend = tolerant(refusing, warn, { onLost: (one) => void lost.push(one) });
    await backend.put(path, bytes);
    await backend.put(path, bytes);
    expect(warnings).toEqual(['store: far: another entry is at ac/12; the result stays here']);
    expect([lost, backend.failures()]).toEqual([[path, path], 2]);
  });

  it('returns neither wrong bytes nor a truncated entry of a verified backend', async () => {
    for (const fault of ['returns wrong bytes', 'truncates'] as const) {
      const faulty = faultyBackend(memoryBackend(fault));
      const backend = tolerant(verified(faulty, warn), warn);
      await backend.put(path, bytes);
      faulty.fault = fault;
      expect(await backend.get(path, LIMIT)).toEqual({ kind: 'missing' });
      expect(backend.failures()).toBe(0);
    }
    expect(warnings).toHaveLength(2);
  });
});
