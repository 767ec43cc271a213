import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { READ_LIMIT } from '@nhat/artifacts';
import { cacheServer } from '../testing/cache-server';
import type { CacheServer } from '../testing/cache-server';
import { describeStoreBackend } from '../testing/describe-store-backend';
import { blobEntry } from '../testing/sample-entries';
import { httpBackend } from './http-backend';
import { httpPlace } from './http-store';

const CONFIGURATION = resolve(__dirname, '../../../../deploy/team-store/nginx.conf');
/** As long as `openssl rand -hex 24` makes them, which docs/team.md says. */
const TOKENS = { reader: 'ab'.repeat(24), writer: 'cd'.repeat(24) };

/** Only where it is installed; NHAT_TEST_NGINX names another program than the one that is found by its name. */
const program = process.env['NHAT_TEST_NGINX'] ?? 'nginx';
const { stderr = '' } = spawnSync(program, ['-V'], { encoding: 'utf8' });
const withNginx = /http_dav_module/.test(stderr ?? '') ? describe : describe.skip;

/** The server runs without the rights of root, as nhat-store.service starts it. */
const OTHER_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** deploy/team-store with another port and folder. */
class Nginx {
  readonly folder = mkdtempSync(join(tmpdir(), 'nhat-nginx-'));
  url = '';
  private child: ChildProcess | undefined;

  async start(change = (text: string) => text): Promise<void> {
    const port = await freePort();
    const text = readFileSync(CONFIGURATION, 'utf8')
      .replaceAll('/var/lib/nhat-store', this.folder)
      .replace('listen 8080;', `listen 127.0.0.1:${port};`);
    writeFileSync(join(this.folder, 'nginx.conf'), change(text));
    const lines = Object.entries(TOKENS).map(([role, token]) => `"Bearer ${token}" ${role};\n`);
    writeFileSync(join(this.folder, 'tokens.conf'), lines.join(''));
    if (OTHER_USER !== undefined) chownSync(this.folder, OTHER_USER.uid, OTHER_USER.gid);
    const configuration = join(this.folder, 'nginx.conf');
    this.child = spawn(
      program,
      ['-e', 'stderr', '-p', this.folder, '-c', configuration, '-g', 'daemon off;'],
      { stdio: ['ignore', 'ignore', 'inherit'], ...OTHER_USER },
    );
    await answering(port, this.child);
    this.url = `http://127.0.0.1:${port}/nhat`;
  }

  async stop(): Promise<void> {
    if (this.child?.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
    ]);
    socket.destroy();
    if (isOpen) return;
    await sleep(20);
  }
}

type Ask = (
  method: string,
  path: string,
  token?: string,
  body?: string,
  headers?: object,
) => Promise<Response>;
const asking =
  (url: () => string): Ask =>
  (method, path, token, body, headers = {}) =>
    fetch(`${url()}${path}`, {
      method,
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body }),
    });

/** What nginx with our configuration answers, and what the server of the other tests answers in its place. */
const describeTable = (ask: Ask) => {
  const { reader, writer } = TOKENS;
  const [ac, cas] = [`/ac/${'a'.repeat(64)}`, `/cas/${'c'.repeat(64)}`];
  const status = async (...asked: Parameters<Ask>) => (await ask(...asked)).status;

  it('answers as the table in docs/team.md says', async () => {
    expect(await status('GET', ac)).toBe(401);
    expect(await status('GET', ac, 'other')).toBe(401);
    expect(await status('PUT', ac, undefined, 'x')).toBe(401);
    expect(await status('GET', ac, reader)).toBe(404);
    expect(await status('HEAD', cas, reader)).toBe(404);
    expect(await status('PUT', ac, reader, 'x')).toBe(403);
    expect(await status('PUT', ac, writer, 'first')).toBe(201);
    expect(await status('PUT', ac, writer, 'other')).toBe(409);
    expect(await status('PUT', cas, writer, '0123456789')).toBe(201);
    expect(await status('PUT', cas, writer, '0123456789')).toBe(204);
    const found = await ask('GET', ac, reader);
    expect([found.status, await found.text()]).toEqual([200, 'first']);
    const head = await ask('HEAD', cas, reader);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
    const part = await ask('GET', cas, reader, undefined, { range: 'bytes=4-' });
    expect([part.status, await part.text()]).toEqual([206, '456789']);
    expect(part.headers.get('content-range')).toBe('bytes 4-9/10');
    expect(await status('DELETE', cas, writer)).toBe(405);
    for (const path of ['/ac/', '/ac/x', `/ac/${'A'.repeat(64)}`, '/other', `${cas}/x`]) {
      expect([path, await status('GET', path, reader)]).toEqual([path, 404]);
      expect([path, await status('PUT', path, writer, 'x')]).toEqual([path, 404]);
    }
  });
};

describe('the server that stands in for nginx', () => {
  let server: CacheServer;
  beforeAll(async () => {
    server = await cacheServer('nginx', { writeToken: TOKENS.writer, readToken: TOKENS.reader });
  });
  afterAll(() => server.close());
  describeTable(asking(() => server.url));
});

withNginx('nginx with the configuration of deploy/team-store', () => {
  describe('as a server', () => {
    const nginx = new Nginx();
    beforeAll(() => nginx.start());
    afterAll(() => nginx.stop());
    describeTable(asking(() => nginx.url));

    it('leads nowhere else by a link, and keeps files from other users', async () => {
      const { path, bytes } = blobEntry(Buffer.from('weights'));
      await httpBackend(httpPlace(nginx.url, TOKENS.writer)).put(path, bytes);
      const cas = join(nginx.folder, 'nhat/cas');
      expect(statSync(join(cas, path.digest)).mode & 0o077).toBe(0);
      writeFileSync(join(nginx.folder, 'precious'), 'secret');
      symlinkSync(join(nginx.folder, 'precious'), join(cas, 'f'.repeat(64)));
      const answer = await asking(() => nginx.url)('GET', `/cas/${'f'.repeat(64)}`, TOKENS.reader);
      expect(answer.status).not.toBe(200);
      expect(await answer.text()).not.toContain('secret');
    });

    it('refuses an upload above its limit, and leaves nothing of it', async () => {
      const small = new Nginx();
      await small.start((text) =>
        text.replace('client_max_body_size 2g', 'client_max_body_size 1m'),
      );
      const backend = httpBackend(httpPlace(small.url, TOKENS.writer), { firstPauseMs: 1 });
      const { path, bytes } = blobEntry(Buffer.alloc(2 ** 21, 1));
      await expect(backend.put(path, bytes)).rejects.toThrow(/status 413|closed the connection/);
      expect(await backend.has(path)).toBe(false);
      mkdirSync(join(small.folder, 'upload'), { recursive: true });
      expect(readdirSync(join(small.folder, 'upload'))).toEqual([]);
      await small.stop();
    });

    it('gives back a blob of 64 MiB', async () => {
      const backend = httpBackend(httpPlace(nginx.url, TOKENS.writer));
      const { path, bytes } = blobEntry(Buffer.alloc(2 ** 26, 'weights of a network'));
      await backend.put(path, bytes);
      const found = await backend.get(path, READ_LIMIT);
      expect(found.kind === 'file' && Buffer.compare(found.bytes, bytes)).toBe(0);
    });
  });

  const started: Nginx[] = [];
  describeStoreBackend('a store behind it', async () => {
    const nginx = new Nginx();
    started.push(nginx);
    await nginx.start();
    return httpBackend(httpPlace(nginx.url, TOKENS.writer));
  });
  afterEach(async () => {
    for (const nginx of started.splice(0)) await nginx.stop();
  });
});
