import type { StoreBackend } from './store-backend';

/** A kind of store that NHAT_STORE can name. */
export interface BackendKind {
  /** Describes the values of NHAT_STORE that select this kind, for messages. */
  form: string;
  /** Whether this text names a store of this kind. */
  isFor(location: string): boolean;
  /**
   * `root` is the folder of the workspace; `environment` may hold more than the location, such as a token. Opens no connection: a
   * store that cannot be reached rejects when it is used. Throws a UserError for an invalid location.
   */
  open(
    location: string,
    root: string,
    environment?: Readonly<Record<string, string | undefined>>,
  ): StoreBackend;
}
