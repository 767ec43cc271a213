import { userError } from '@nhat/documents';
import type { BackendKind } from './backend-kind';
import * as list from './backend-list';
import type { StoreBackend } from './store-backend';

const kinds: readonly BackendKind[] = Object.values(list);

/** Opens the backend that NHAT_STORE names. Throws a UserError for a location that no kind of store accepts. */
export function openBackend(
  location: string,
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): StoreBackend {
  const kind = kinds.find(({ isFor }) => isFor(location));
  if (kind !== undefined) return kind.open(location, root, environment);
  throw userError('NHAT_STORE', 'unknown kind of store', {
    got: location.replace(/\/\/[^/]*@/, '//…@'), // A password may stand there.
    expected: kinds.map(({ form }) => form).join(', or '),
  });
}
