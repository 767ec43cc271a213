import type { PlainFile } from '@nhat/artifacts';

/**
 * Keeps immutable entries, without any checks: `ac/<action key>` and `cas/<SHA-256>`, the layout of Bazel's HTTP cache. A
 * backend implements `get`, `put` and `has`; the rest is for those that can do more.
 */
export interface StoreBackend {
  /** Where it is, for messages. */
  location: string;
  /** At most `limit` bytes; what is larger counts as damaged. Rejects when the backend cannot answer. */
  get(path: EntryPath, limit: number): Promise<StoredEntry>;
  /** Whole or not at all; replaces what is there. Rejects when the backend does not take it. */
  put(path: EntryPath, bytes: Uint8Array): Promise<void>;
  /** Whether there is an entry that can be read. Rejects when the backend cannot answer. */
  has(path: EntryPath): Promise<boolean>;
  /** Answers as `has` does for each path, in their order, with one question for all. */
  hasEach?(paths: readonly EntryPath[]): Promise<boolean[]>;
  /** Takes a damaged entry out of the way; returns where it is now, or undefined when it had to stay. */
  quarantine?(path: EntryPath): Promise<string | undefined>;
  /** Checks that entries can be written, which should be noticed before a training and not after it. Rejects with a UserError. */
  probe?(): Promise<void>;
  /** A folder of this machine that holds the entries: reading one costs no network, and what was left there can be swept. */
  folder?: string;
}

/** What a backend has under a path. */
export type StoredEntry =
  { kind: 'file'; bytes: Uint8Array } | Exclude<PlainFile, { kind: 'file' }>;

/** A path within a store. Not a text, because it must not lead out of the store. */
export interface EntryPath {
  /** `ac`: a manifest, by its action key; `cas`: a blob, by its content. */
  kind: 'ac' | 'cas';
  /** 64 hex digits. */
  digest: string;
}

export const MISSING: StoredEntry = { kind: 'missing' };

/** Whether a backend has each of the paths: with one question where it can, else with one for each; with none for no path. */
export async function hasEach(
  backend: StoreBackend,
  paths: readonly EntryPath[],
): Promise<boolean[]> {
  if (paths.length === 0) return [];
  return backend.hasEach?.(paths) ?? Promise.all(paths.map((path) => backend.has(path)));
}
