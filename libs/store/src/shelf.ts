import type { PlainFile } from '@nhat/artifacts';

/**
 * A place for immutable files, without any checks: `ac/<action key>` and `cas/<SHA-256>`, the layout of Bazel's
 * HTTP cache. A folder now; a server that answers GET and PUT fits the same interface.
 */
export interface Shelf {
  /** Where it is, for messages. */
  location: string;
  /** At most `limit` bytes; what is larger counts as damaged. */
  get(path: EntryPath, limit: number): Promise<PlainFile>;
  /** Whole or not at all; replaces what is there. */
  put(path: EntryPath, bytes: Uint8Array): Promise<void>;
  /** Whether there is a file that can be read. */
  has(path: EntryPath): Promise<boolean>;
  /** Takes a damaged file out of the way; returns where it is now, or undefined when it had to stay. */
  quarantine(path: EntryPath): Promise<string | undefined>;
}

/** A path within a shelf. Not a text, because it must not lead out of the shelf. */
export interface EntryPath {
  kind: 'ac' | 'cas';
  digest: string;
}
