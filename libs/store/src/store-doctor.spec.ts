import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import { diagnoseStore } from './store-doctor';
import { sendResults } from './send-results';
import { openStore } from './open-store';
import { cacheServer } from './testing/cache-server';
import type { CacheServer, ServerKind } from './testing/cache-server';
import { sampleManifest } from './testing/sample-entries';
import { unsentLine, unsentResults } from './unsent-results';

const TOKENS = { writeToken: 'secret-of-writers', readToken: 'secret-of-readers' };

describe.each<ServerKind>(['nginx', 'bazel-remote'])('a shared store behind %s', (kind) => {
  let server: CacheServer;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-doctor-'));
    server = await cacheServer(kind);
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const environment = (user: 'ann' | 'bob', token?: string) => ({
    XDG_CONFIG_HOME: join(folder, 'config', user),
    NHAT_STORE: server.url,
    NHAT_STORE_TOKEN: token,
  });
  const root = (name: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const trust = (name: string, key: string) => {
    const text = JSON.stringify({ writers: [{ name: 'a colleague', key }] });
    writeFileSync(join(root(name), 'nhat-team.json'), text);
  };

  it('passes the round trip of the doctor, again and again, and grows by one user at most', async () => {
    const first = await diagnoseStore(root('a'), environment('ann'));
    expect(first).toMatchObject({ healthy: true, isFolder: false, location: server.url });
    expect(first.checks.map(({ what }) => what)).toEqual([
      ...['connection', 'question', 'upload', 'download', 'result'],
    ]);
    expect(first.advice[0]).toContain(first.writer);
    const { size } = server.entries;
    expect(await diagnoseStore(root('a'), environment('ann'))).toMatchObject({ healthy: true });
    expect(server.entries.size).toBe(size);
    trust('a', first.writer!);
    expect((await diagnoseStore(root('a'), environment('ann'))).advice).toEqual([]);
  });

  it.each([
    ['says 401', 'connection', /status 401/],
    ['says 500', 'connection', /status 500/],
    ['talks no HTTP', 'connection', /HTTP/],
    ['returns wrong bytes', 'download', /is damaged|got \d+ bytes with digest/],
  ] as const)('that %s fails at the step that shows it', async (fault, what, why) => {
    server.fault = fault;
    const { healthy, checks } = await diagnoseStore(root('a'), environment('ann', 'secret'));
    expect([healthy, checks.at(-1)]).toEqual([
      false,
      { what, right: false, fault: expect.stringMatching(why) as string },
    ]);
    expect(JSON.stringify(checks)).not.toContain('secret');
  });

  it('gets the results that were computed before it was there, or while it was down', async () => {
    const alone = { ...environment('ann'), NHAT_STORE: '' };
    const own = openStore(root('a'), alone);
    const manifests: Manifest[] = [];
    for (const seed of [0, 1, 2]) {
      const weights = await own.writeBlob(Buffer.from(`weights ${seed}`));
      manifests.push(sampleManifest({ weights }, seed));
      await own.publish(manifests[seed]!);
    }
    await server.close();
    const warnings: string[] = [];
    const down = openStore(root('a'), environment('ann'), (line) => void warnings.push(line));
    await down.publish(manifests[0]!);
    expect(warnings).toHaveLength(1);
    expect(unsentLine(root('a'), environment('ann'))).toMatch(/^store: 1 result .*nx push store/);
    expect(await sendResults(root('a'), environment('ann'))).toMatchObject({ sent: 0, failed: 1 });
    await server.open();
    // A result that was not sent, and that `nx gc` has deleted since.
    unsentResults(root('a')).add({ kind: 'ac', digest: 'a'.repeat(64) });
    expect(await sendResults(root('a'), environment('ann'))).toMatchObject({ sent: 3, failed: 0 });
    expect(await sendResults(root('a'), environment('ann'))).toMatchObject({ sent: 0, there: 3 });
    expect(unsentLine(root('a'), environment('ann'))).toBeUndefined();
    // Bob's workspace takes them when it trusts Ann, and not before.
    const look = async (name: string, lines: string[]) => {
      const store = openStore(root(name), environment('bob'), (line) => void lines.push(line));
      return Promise.all(manifests.map(async ({ actionKey }) => store.find(actionKey)));
    };
    const lines: string[] = [];
    expect(await look('b', lines)).toEqual([undefined, undefined, undefined]);
    const { writer } = await diagnoseStore(root('a'), environment('ann'));
    expect(lines).toEqual([expect.stringContaining(writer!)]);
    trust('b', writer!);
    expect(await look('b', lines)).toEqual(manifests);
    expect(lines).toHaveLength(1);
  });
});

it('tells a token that may only read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-doctor-'));
  const server = await cacheServer('nginx', TOKENS);
  const { checks, healthy } = await diagnoseStore(folder, {
    XDG_CONFIG_HOME: folder,
    NHAT_STORE: server.url,
    NHAT_STORE_TOKEN: TOKENS.readToken,
  });
  expect([healthy, checks.map(({ right }) => right)]).toEqual([false, [true, true, false]]);
  expect(checks.at(-1)!.fault).toMatch(/status 403/);
  await server.close();
  rmSync(folder, { recursive: true });
});

it('finds a folder right, and one that may not be written wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-doctor-'));
  const store = join(folder, 'store');
  expect(await diagnoseStore(folder, { NHAT_STORE: store })).toMatchObject({
    ...{ healthy: true, isFolder: true, location: store },
  });
  writeFileSync(join(folder, 'file'), '');
  const wrong = await diagnoseStore(folder, { NHAT_STORE: join(folder, 'file') });
  expect([wrong.healthy, wrong.checks.at(-1)!.right]).toEqual([false, false]);
  await expect(sendResults(folder, { NHAT_STORE: store })).rejects.toThrow(/^NHAT_STORE/);
  rmSync(folder, { recursive: true });
});
