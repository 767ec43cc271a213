import { randomInt } from 'node:crypto';
import { isDigest } from '@nhat/artifacts';
import { MISSING } from '../store-backend';
import type { EntryPath, StoreBackend } from '../store-backend';
import { fromActionResult, neededBlobs, toActionResult, wrappedLimit } from './action-result';
import { connectionsTo } from './connections';
import { httpClient } from './http-client';
import type { HttpManner } from './http-client';

const PATIENT: HttpManner = {
  connectMs: 10_000,
  silentMs: 30_000,
  slowestRate: 50_000,
  tries: 3,
  firstPauseMs: 200,
  random: () => randomInt(2 ** 32) / 2 ** 32,
};

/** Milliseconds for the largest blob over a slow line. The client notices much earlier when a server stops. */
const LONGEST_MS = 3_600_000;

/** What names a store on a server. */
export interface HttpPlace {
  /** `http:` or `https:`, without user, password, query and fragment. */
  url: URL;
  /** Sent as `Bearer`; with a colon in it, as user and password. */
  token?: string;
}

/** Keeps entries on a server that speaks the protocol of Bazel's HTTP cache: `ac/…` and `cas/…` by GET, HEAD and PUT. */
export function httpBackend(
  { url, token }: HttpPlace,
  manner: Partial<HttpManner> = {},
): StoreBackend {
  const base = url.pathname.replace(/\/+$/, '');
  const client = httpClient(
    connectionsTo(url),
    {
      ...PATIENT,
      ...(token !== undefined && { authorization: authorizationOf(token) }),
      ...manner,
    },
    token === undefined ? [] : [token, Buffer.from(token).toString('base64')],
  );
  /** Of blobs that were there in the life of this process. */
  const sizes = new Map<string, number>();
  const at = ({ kind, digest }: EntryPath): string => {
    if (!isDigest(digest)) throw new TypeError('not the digest of an entry');
    return `${base}/${kind}/${digest}`;
  };
  const lookFor = async (path: EntryPath): Promise<number | undefined> => {
    const size = await client.head(at(path));
    if (size !== undefined && path.kind === 'cas') sizes.set(path.digest, size);
    return size;
  };
  const blobSize = async (digest: string) => {
    const size = sizes.get(digest) ?? (await lookFor({ kind: 'cas', digest }));
    if (size !== undefined && Number.isFinite(size)) return { digest, size };
    const what = size === undefined ? 'is not there' : 'has no content-length there';
    throw new Error(`the blob ${digest.slice(0, 8)}… of the result ${what}`);
  };
  return {
    location: `${url.origin}${base}`,
    longestMs: LONGEST_MS,
    async get(path, limit) {
      const isResult = path.kind === 'ac';
      const accept = isResult ? 'application/json' : 'application/octet-stream';
      const found = await client.get(at(path), {
        accept,
        limit: isResult ? wrappedLimit(limit) : limit,
        needsLength: !isResult,
      });
      if (found.kind === 'missing') return MISSING;
      if (found.kind === 'unusable') return { kind: 'damaged', why: found.why };
      const bytes = isResult ? fromActionResult(found.bytes) : found.bytes;
      if (bytes === undefined)
        return { kind: 'damaged', why: 'got no action result of this program' };
      if (bytes.length > limit) return { kind: 'damaged', why: `got ${bytes.length} bytes` };
      if (!isResult) sizes.set(path.digest, bytes.length);
      return { kind: 'file', bytes };
    },
    async put(path, bytes) {
      if (path.kind === 'cas') {
        await client.put(at(path), bytes, 'application/octet-stream');
        sizes.set(path.digest, bytes.length);
        return;
      }
      const target = at(path);
      const blobs = await Promise.all(neededBlobs(path.digest, bytes).map(blobSize));
      await client.put(target, Buffer.from(toActionResult(bytes, blobs)), 'application/json');
    },
    async has(path) {
      return (await lookFor(path)) !== undefined;
    },
  };
}

function authorizationOf(token: string): string {
  if (!token.includes(':')) return `Bearer ${token}`;
  return `Basic ${Buffer.from(token).toString('base64')}`;
}
