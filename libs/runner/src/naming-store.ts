import { UserError } from '@nhat/documents';

/** An error about a file of the store also says which variable names the store; any other comes back as it was. */
export function namingStore(location: string, error: unknown): unknown {
  if (!(error instanceof UserError && error.message.startsWith(location))) return error;
  return new UserError(`${error.message} NHAT_STORE names the folder of the store.`);
}
