import type { FileLock, LockOptions, OpenFile, PlainFile } from '@nhat/artifacts';

/**
 * Stores immutable entries without checking them: `ac/<action key>` and `cas/<SHA-256>`, the layout of Bazel's HTTP cache. A
 * backend must implement `get`, `put` and `has`; the other members are optional.
 */
export interface StoreBackend {
  /** The location of the store, for messages. */
  location: string;
  /** Returns at most `limit` bytes; a larger entry counts as damaged. Rejects when the backend cannot answer. */
  get(path: EntryPath, limit: number): Promise<StoredEntry>;
  /** Writes the whole entry or nothing, and replaces an existing one. Rejects when the backend refuses it. */
  put(path: EntryPath, bytes: Uint8Array): Promise<void>;
  /** Writes the whole entry unless one is there already, whole or not; returns whether it did. Of several writers one wins. */
  putFirst?: ((path: EntryPath, bytes: Uint8Array) => Promise<boolean>) | undefined;
  /**
   * Waits until nobody else who uses this store computes the result under this key, then claims it until the claim is released or its
   * owner is dead.
   */
  claim?(actionKey: string, options: LockOptions): Promise<FileLock>;
  /** Whether there is an entry that can be read. Rejects when the backend cannot answer. */
  has(path: EntryPath): Promise<boolean>;
  /** Answers `has` for all paths, in their order, with a single request. */
  hasEach?(paths: readonly EntryPath[]): Promise<boolean[]>;
  /**
   * Moves an entry away that is damaged, unless it is intact by now: two processes may find the damage at once, and one of them may have
   * written the entry anew. An entry of more than `limit` bytes is damaged.
   */
  quarantine?(
    path: EntryPath,
    limit: number,
    isIntact: (bytes: Uint8Array) => boolean,
  ): Promise<Quarantined>;
  /** Checks that entries can be written, so that a fault shows before a training and not after it. Rejects with a UserError. */
  probe?(): Promise<void>;
  /** Opens an entry that is a file of this machine, of at most `limit` bytes, to read parts of it; undefined where it cannot. */
  open?(path: EntryPath, limit: number): OpenFile | undefined;
  /** Milliseconds that its longest call may take. A minute when absent. */
  longestMs?: number;
  /** The folder of this machine that holds the entries, if any: reading from it costs no network, and the sweep may clean it. */
  folder?: string;
}

/** What became of a damaged entry: moved to a path, not there or intact by now, or left because it cannot be moved. */
export type Quarantined = { kind: 'moved'; to: string } | { kind: 'changed' } | { kind: 'left' };

/** The content of an entry, or why there is none. */
export type StoredEntry =
  { kind: 'file'; bytes: Uint8Array } | Exclude<PlainFile, { kind: 'file' }>;

/** The path of an entry within a store. It is not a string, so that it cannot lead out of the store. */
export interface EntryPath {
  /** `ac`: a manifest, by its action key; `cas`: a blob, by its content. */
  kind: 'ac' | 'cas';
  /** 64 hex digits. */
  digest: string;
}

export const MISSING: StoredEntry = { kind: 'missing' };

/**
 * Returns for each path whether the backend has it, in one request if the backend can, else in one request per path. Makes no
 * request for an empty list.
 */
export async function hasEach(
  backend: StoreBackend,
  paths: readonly EntryPath[],
): Promise<boolean[]> {
  if (paths.length === 0) return [];
  return backend.hasEach?.(paths) ?? Promise.all(paths.map((path) => backend.has(path)));
}
