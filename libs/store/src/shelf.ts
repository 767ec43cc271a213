/**
 * A place for immutable files, without any checks: `ac/<action key>` and `cas/<SHA-256>`, the layout of Bazel's
 * HTTP cache. A folder now; a server that answers GET and PUT fits the same interface.
 */
export interface Shelf {
  /** Where it is, for messages. */
  location: string;
  /** Undefined when there is nothing under this path. */
  get(path: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all; replaces what is there. */
  put(path: string, bytes: Uint8Array): Promise<void>;
  has(path: string): Promise<boolean>;
  /** Takes a damaged file out of the way; returns where it is now. */
  quarantine(path: string): Promise<string>;
}
