import { userError } from '@nhat/spec';
import type { BackendKind } from './backend-kind';
import { folderStore } from './folder-backend';
import type { StoreBackend } from './store-backend';

/** Every kind of store; the first that is for a location opens it. */
const kinds: readonly BackendKind[] = [folderStore];

/** The backend that NHAT_STORE names by this text. Throws a UserError for a text that names none. */
export function openBackend(location: string, root: string): StoreBackend {
  const kind = kinds.find(({ isFor }) => isFor(location));
  if (kind !== undefined) return kind.open(location, root);
  throw userError('NHAT_STORE', 'no store that is known here', {
    got: location,
    expected: kinds.map(({ form }) => form).join(', or '),
  });
}
