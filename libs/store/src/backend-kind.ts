import type { StoreBackend } from './store-backend';

/** A kind of store that NHAT_STORE can name. */
export interface BackendKind {
  /** What NHAT_STORE holds for it, for messages. */
  form: string;
  /** Whether this text names a store of this kind. */
  isFor(location: string): boolean;
  /** `root` is that of the workspace. Opens nothing yet: a store that cannot be reached rejects when it is asked. Throws a UserError. */
  open(location: string, root: string): StoreBackend;
}
