import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { READ_LIMIT, sha256 } from '@nhat/artifacts';
import { cacheServer } from '../testing/cache-server';
import type { CacheServer, CacheServerOptions, ServerKind } from '../testing/cache-server';
import { describeStoreBackend } from '../testing/describe-store-backend';
import { blobEntry, manifestEntry, sampleManifest } from '../testing/sample-entries';
import { httpBackend } from './http-backend';
import { httpPlace } from './http-store';

const KINDS: ServerKind[] = ['nginx', 'bazel-remote'];
const QUICK = { firstPauseMs: 1, random: () => 0 };

const servers: CacheServer[] = [];
const serve = async (kind: ServerKind, options?: CacheServerOptions) => {
  const server = await cacheServer(kind, options);
  servers.push(server);
  return server;
};
afterAll(() => Promise.all(servers.map((server) => server.close())));

const open = (server: CacheServer, token?: string) =>
  httpBackend(httpPlace(server.url, token), QUICK);

describe.each(KINDS)('%s', (kind) => {
  describeStoreBackend('a store behind it', async () => open(await serve(kind)));

  it('keeps at most sixteen connections, and uses them again', async () => {
    const server = await serve(kind);
    const backend = open(server);
    const entries = Array.from({ length: 200 }, (_, at) => blobEntry(Buffer.from(`entry ${at}`)));
    await Promise.all(entries.map(({ path, bytes }) => backend.put(path, bytes)));
    await Promise.all(entries.map(({ path }) => backend.get(path, READ_LIMIT)));
    const absent = entries.map(({ path }) => ({ kind: 'ac' as const, digest: path.digest }));
    await Promise.all(absent.map((path) => backend.get(path, READ_LIMIT)));
    expect(server.requests).toHaveLength(600);
    expect(server.connections()).toBeLessThanOrEqual(16);
  });

  it('gets every byte of a large blob, which may be cut off twice', async () => {
    const server = await serve(kind);
    const backend = open(server);
    const { path, bytes } = blobEntry(randomBytes(3 * 2 ** 20 + 7));
    await backend.put(path, bytes);
    let cuts = 0;
    server.faulty = (line) => line.startsWith('GET') && ++cuts <= 2;
    server.fault = 'truncates';
    const found = await backend.get(path, READ_LIMIT);
    expect(found.kind === 'file' && sha256(found.bytes)).toBe(path.digest);
    const asked = server.requests.filter((line) => line.startsWith('GET'));
    expect(asked).toHaveLength(3);
    // What has arrived is not fetched again where the server knows ranges, and counts for nothing where it does not.
    for (const line of asked.slice(1)) expect(line).toMatch(/ bytes=[1-9]\d+-$/);
  });

  it('publishes no result whose blobs are not there', async () => {
    const server = await serve(kind);
    const backend = open(server);
    const { path, bytes } = manifestEntry(sampleManifest({ weights: 'b'.repeat(64) }));
    await expect(backend.put(path, bytes)).rejects.toThrow(
      /blob bbbbbbbb… of the result is not there/,
    );
    expect(server.entries.size).toBe(0);
  });

  it('names neither the client nor its address in a result', async () => {
    const server = await serve(kind);
    const { path, bytes } = manifestEntry(sampleManifest());
    await open(server).put(path, bytes);
    const [stored] = [...server.entries.values()];
    expect(JSON.parse(String(stored))).toMatchObject({ executionMetadata: { worker: 'nhat' } });
  });

  it('takes a body that is larger than the limit for damaged, however it comes', async () => {
    const server = await serve(kind);
    const backend = open(server);
    const { path, bytes } = blobEntry(Buffer.alloc(100_000, 1));
    await backend.put(path, bytes);
    expect((await backend.get(path, 99_999)).kind).toBe('damaged');
    server.fault = 'sends without end';
    expect((await backend.get(path, 10_000_000)).kind).toBe('damaged');
  });
});

describe('a server whose action results are of another program', () => {
  it.each(['', 'null', '7', '{}', '{"stdoutRaw":7}', 'not JSON'])('such as %j', async (text) => {
    const server = await serve('nginx');
    const path = { kind: 'ac' as const, digest: 'a'.repeat(64) };
    server.entries.set(`ac/${path.digest}`, Buffer.from(text));
    expect((await open(server).get(path, READ_LIMIT)).kind).toBe('damaged');
  });
});

describe('tokens', () => {
  const { path, bytes } = blobEntry(Buffer.from('weights of a network'));

  it.each<[ServerKind, CacheServerOptions, string]>([
    ['nginx', { writeToken: 'secret-rw', readToken: 'secret-ro' }, 'secret-rw'],
    ['bazel-remote', { writeToken: 'ann:secret' }, 'ann:secret'],
  ])('open a store behind %s', async (kind, options, token) => {
    const server = await serve(kind, options);
    await open(server, token).put(path, bytes);
    expect(await open(server, token).has(path)).toBe(true);
    for (const wrong of [undefined, 'other']) {
      await expect(open(server, wrong).get(path, READ_LIMIT)).rejects.toThrow(/status 401.*TOKEN/);
    }
  });

  it('that may only read are refused once, and then not asked again', async () => {
    const server = await serve('nginx', { writeToken: 'secret-rw', readToken: 'secret-ro' });
    const backend = open(server, 'secret-ro');
    expect(await backend.has(path)).toBe(false);
    for (let tried = 0; tried < 3; tried++) {
      await expect(backend.put(path, bytes)).rejects.toThrow(/status 403/);
    }
    expect(server.requests.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('are in no message, also when the server repeats them', async () => {
    for (const token of ['very-secret', 'ann:very-secret']) {
      const server = await serve('nginx');
      server.fault = 'says 401';
      const error = await open(server, token).get(path, READ_LIMIT).catch(String);
      expect(error).toMatch(/who is (Bearer|Basic) …\?/);
      expect(error).not.toContain('very-secret');
      expect(error).not.toContain(Buffer.from(token).toString('base64'));
    }
  });
});

describe('an address', () => {
  it.each([
    ['https://', undefined],
    ['http://ann:pass-word@host/x', undefined],
    ['https://host/?token=pass-word', undefined],
    ['https://host', 'pass-word\n'],
  ])('such as %j is refused without repeating it', (location, token) => {
    const act = () => httpPlace(location, token);
    expect(act).toThrow(/^NHAT_STORE/);
    expect(act).not.toThrow(/pass-word/);
  });
});

it.each([
  [404, 'check the path in NHAT_STORE'],
  [405, 'check the path in NHAT_STORE'],
  [413, 'no file as large'],
  [500, 'the log of the server'],
  [501, 'check the path in NHAT_STORE'],
  [507, 'the log of the server'],
])('says what to do when an upload gets status %p', async (status, advice) => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(request.method === 'PUT' ? status : 404).end());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const { path, bytes } = blobEntry(Buffer.from('weights'));
  try {
    const backend = httpBackend({ url: new URL(`http://127.0.0.1:${port}/nhta`) });
    const refused = await backend.put(path, bytes).catch((error: Error) => error.message);
    expect(refused).toContain(`got status ${status}; `);
    expect(refused).toContain(advice);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('goes on after an upload that was refused before it was read', async () => {
  const server = createServer((request, response) => {
    if (request.method !== 'PUT') return void response.writeHead(404).end();
    response.writeHead(413, { 'content-length': 0 }).end(); // And reads the rest as it comes.
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const place = { url: new URL(`http://127.0.0.1:${port}/nhat`) };
  const backend = httpBackend(place, { ...QUICK, silentMs: 20_000 });
  const { path, bytes } = blobEntry(Buffer.alloc(2 ** 25, 1));
  for (let tried = 0; tried < 20; tried++) {
    await expect(backend.put(path, bytes)).rejects.toThrow(/status 413|closed the connection/);
    expect(await backend.has(path)).toBe(false);
  }
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
