import { isDigest } from '@nhat/artifacts';
import { MISSING } from '../store-backend';
import type { EntryPath, StoreBackend } from '../store-backend';

/** The smallest backend: it keeps the entries in a map of this process. */
export function memoryBackend(location = 'memory'): StoreBackend {
  const entries = new Map<string, Uint8Array>();
  const nameOf = ({ kind, digest }: EntryPath) => `${kind}/${digest}`;
  return {
    location,
    async get(path, limit) {
      const bytes = entries.get(nameOf(path));
      if (bytes === undefined) return MISSING;
      if (bytes.length > limit) return { kind: 'damaged', why: `got ${bytes.length} bytes` };
      return { kind: 'file', bytes: bytes.slice() };
    },
    async put(path, bytes) {
      if (!isDigest(path.digest)) throw new TypeError('not the digest of an entry');
      entries.set(nameOf(path), Uint8Array.from(bytes));
    },
    has: async (path) => entries.has(nameOf(path)),
  };
}
