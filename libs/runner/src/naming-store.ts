import { UserError } from '@nhat/documents';

/** Adds the name of the variable to an error about a file of the store; returns any other error unchanged. */
export function namingStore(location: string, error: unknown): unknown {
  if (!(error instanceof UserError && error.message.startsWith(location))) return error;
  return new UserError(`${error.message} NHAT_STORE names the folder of the store.`);
}
