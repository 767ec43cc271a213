import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { sha256 } from '@nhat/artifacts';

/** What such a server does, as measured or read from its source: docs/team.md has the table. */
export type ServerKind = 'nginx' | 'bazel-remote';

export const SERVER_FAULTS = [
  'closes every connection',
  'hangs',
  'stops within a body',
  'says 500',
  'says 503',
  'says 401',
  'redirects',
  'truncates',
  'returns wrong bytes',
  'sends too slowly',
  'talks no HTTP',
  'sends without end',
] as const;
export type ServerFault = (typeof SERVER_FAULTS)[number];

export interface CacheServer {
  /** `http://127.0.0.1:PORT/nhat` */
  url: string;
  /** What is wrong with it from now on. */
  fault: ServerFault | undefined;
  /** Only these requests have the fault; all when absent. */
  faulty: ((line: string) => boolean) | undefined;
  /** Bodies by `ac/…` and `cas/…`, as they are stored. */
  entries: Map<string, Buffer>;
  /** `METHOD ac/…` of every request so far, with the range if there was one. */
  requests: string[];
  /** Connections that were opened so far. */
  connections(): number;
  /** Closes it and all its connections. */
  close(): Promise<void>;
  /** Listens again at the same port. */
  open(): Promise<void>;
}

export interface CacheServerOptions {
  /** A token that may only read; nginx only. */
  readToken?: string;
  /** With a token, none is let in without one. */
  writeToken?: string;
  /** Largest body. */
  limit?: number;
  port?: number;
}

/** A server on real sockets that answers as nginx with our configuration does, or as bazel-remote, and that can misbehave. */
export async function cacheServer(
  kind: ServerKind,
  options: CacheServerOptions = {},
): Promise<CacheServer> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const http: Server = createServer((request, response) => {
    void answer(request, response).catch(() => request.destroy());
  });
  http.keepAliveTimeout = 60_000;
  http.on('connection', (socket: Socket) => {
    opened++;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  const listen = async (port: number) => {
    await new Promise<void>((ready) => http.listen(port, '127.0.0.1', ready));
    return (http.address() as AddressInfo).port;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const path = url.replace(/^\/nhat\//, '');
    const line = `${method} ${path}${headers.range === undefined ? '' : ` ${headers.range}`}`;
    server.requests.push(line);
    const fault = server.faulty === undefined || server.faulty(line) ? server.fault : undefined;
    if (fault === 'closes every connection') return void request.socket.destroy();
    if (fault === 'talks no HTTP') return void request.socket.end('220 ready\r\n');
    if (fault === 'hangs') return;
    const body = await bodyOf(request);
    if (fault === 'says 500') return say(response, 500, 'disk on fire');
    if (fault === 'says 503') return say(response, 503, '<html>try later</html>');
    if (fault === 'says 401') return say(response, 401, `who is ${headers.authorization}?`);
    if (fault === 'sends without end' && method === 'GET') return sendWithoutEnd(response);
    if (fault === 'redirects') {
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    }
    const role = roleOf(kind, headers.authorization, options);
    if (role === 'nobody') return say(response, 401, '');
    const spoil = (bytes: Buffer) => (fault === undefined ? undefined : spoiled(fault, bytes));
    const asked = { method, path, headers, body, role, limit: options.limit };
    const answerAs = kind === 'nginx' ? answerAsNginx : answerAsBazelRemote;
    answerAs(server.entries, asked, response, spoil);
  };

  const port = await listen(options.port ?? 0);
  const server: CacheServer = {
    url: `http://127.0.0.1:${port}/nhat`,
    fault: undefined,
    faulty: undefined,
    entries: new Map(),
    requests: [],
    connections: () => opened,
    close: () =>
      new Promise((closed) => {
        http.close(() => closed());
        sockets.forEach((socket) => socket.destroy());
      }),
    open: async () => void (await listen(port)),
  };
  return server;
}

interface Request {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  role: Role;
  limit: number | undefined;
}
type Role = 'nobody' | 'reader' | 'writer';
/** How a body goes wrong on its way; undefined: it does not. */
type Spoil = (bytes: Buffer) => ((response: ServerResponse) => void) | undefined;

const ENTRY = /^(ac|cas)\/[0-9a-f]{64}$/;

/** The configuration of deploy/team-store: `ac` is immutable, blobs are not checked. */
function answerAsNginx(
  entries: Map<string, Buffer>,
  { method, path, headers, body, role, limit = Infinity }: Request,
  response: ServerResponse,
  spoil: Spoil,
): void {
  if (!ENTRY.test(path)) return say(response, 404, '<html>404 Not Found</html>');
  if (!['GET', 'HEAD', 'PUT'].includes(method)) return say(response, 405, '');
  if (method === 'PUT') {
    if (role !== 'writer') return say(response, 403, '<html>403 Forbidden</html>');
    if (body.length > limit) return say(response, 413, '<html>413 Too Large</html>');
    if (path.startsWith('ac/') && entries.has(path)) return say(response, 409, '<html>409</html>');
    const status = entries.has(path) ? 204 : 201;
    entries.set(path, body);
    return say(response, status, '');
  }
  const found = entries.get(path);
  if (found === undefined) return say(response, 404, '<html>404 Not Found</html>');
  send(response, found, { method, range: headers.range }, spoil);
}

/** Version 2.6 and the head of 2026-07, with its validation of action results on. */
function answerAsBazelRemote(
  entries: Map<string, Buffer>,
  { method, path, headers, body, limit = Infinity }: Request,
  response: ServerResponse,
  spoil: Spoil,
): void {
  if (!ENTRY.test(path)) return say(response, 400, 'resource name must be a SHA256 hash in hex');
  if (!['GET', 'HEAD', 'PUT'].includes(method)) return say(response, 405, 'Method not supported.');
  const isResult = path.startsWith('ac/');
  if (method === 'PUT') {
    if (headers['content-length'] === undefined) return say(response, 400, 'PUT without length');
    if (body.length > limit) return say(response, 400, `Blob size ${body.length} exceeds maximum`);
    if (isResult && !isActionResult(headers['content-type'], body)) {
      return say(response, 400, 'Failed to add worker metadata: proto: syntax error');
    }
    if (!isResult && sha256(body) !== path.slice(4))
      return say(response, 500, "checksums don't match");
    entries.set(path, body);
    return say(response, 200, '');
  }
  const found = entries.get(path);
  const isComplete = found !== undefined && (!isResult || hasItsBlobs(entries, found));
  if (!isComplete) return say(response, 404, 'Not found');
  if (isResult && headers.accept !== 'application/json')
    return say(response, 200, '\u0000protobuf');
  send(response, found, { method }, spoil);
}

interface Result {
  outputFiles?: { path: string; digest: { hash: string; sizeBytes?: string } }[];
  stdoutRaw?: string;
}

/** As protojson and `validate.ActionResult` take it. */
function isActionResult(type: string | undefined, body: Buffer): boolean {
  if (type !== 'application/json') return false;
  try {
    const { outputFiles = [], stdoutRaw = '', ...rest } = JSON.parse(body.toString()) as Result;
    return (
      Object.keys(rest).every((key) => key === 'executionMetadata') &&
      Buffer.from(stdoutRaw, 'base64').toString('base64') === stdoutRaw &&
      outputFiles.every(
        ({ path, digest }) =>
          path !== '' &&
          !path.startsWith('/') &&
          /^[0-9a-f]{64}$/.test(digest.hash) &&
          /^\d+$/.test(digest.sizeBytes ?? '0'),
      )
    );
  } catch {
    return false;
  }
}

const hasItsBlobs = (entries: Map<string, Buffer>, result: Buffer): boolean =>
  ((JSON.parse(result.toString()) as Result).outputFiles ?? []).every(
    ({ digest }) => entries.get(`cas/${digest.hash}`)?.length === Number(digest.sizeBytes ?? 0),
  );

function roleOf(kind: ServerKind, given: string | undefined, options: CacheServerOptions): Role {
  const { readToken, writeToken } = options;
  if (writeToken === undefined) return 'writer';
  const basic = `Basic ${Buffer.from(writeToken).toString('base64')}`;
  if (given === (kind === 'nginx' ? `Bearer ${writeToken}` : basic)) return 'writer';
  const isReader = kind === 'nginx' && readToken !== undefined && given === `Bearer ${readToken}`;
  return isReader ? 'reader' : 'nobody';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text);
}

/** `range`: that of the request, where the server knows ranges. */
function send(
  response: ServerResponse,
  bytes: Buffer,
  { method, range }: { method: string; range?: string | undefined },
  spoil: Spoil,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const part = bytes.subarray(start);
  if (range === undefined) response.writeHead(200, { 'content-length': bytes.length });
  else {
    const of = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': of });
  }
  if (method === 'HEAD') return void response.end();
  const act = spoil(part);
  if (act === undefined) response.end(part);
  else act(response);
}

function spoiled(
  fault: ServerFault,
  bytes: Buffer,
): ((response: ServerResponse) => void) | undefined {
  const half = bytes.subarray(0, bytes.length >> 1);
  switch (fault) {
    case 'truncates':
      return (response) => response.write(half, () => response.destroy());
    case 'stops within a body':
      return (response) => void response.write(half);
    case 'returns wrong bytes':
      return (response) => void response.end(bytes.map((byte) => byte ^ 1));
    case 'sends too slowly':
      return (response) => sendSlowly(response, bytes);
    default:
      return undefined;
  }
}

/** About a byte every ten milliseconds. */
function sendSlowly(response: ServerResponse, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= bytes.length) return clearInterval(timer);
    response.write(bytes.subarray(at, ++at));
  }, 10);
  response.on('close', () => clearInterval(timer));
}

/** Without a content-length, until the client has had enough. */
function sendWithoutEnd(response: ServerResponse): void {
  const piece = Buffer.alloc(65_536, 7);
  const next = () => {
    if (!response.destroyed) response.write(piece, next);
  };
  next();
}
