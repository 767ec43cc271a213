import { resolve } from 'node:path';
import { openBackend } from './open-backend';
import { folderBackend } from './folder-backend';
import { createStore } from './store';
import type { Store } from './store';
import { tiered } from './tiered';
import { tolerant } from './tolerant';
import { verified } from './verified';

const OWN_FOLDER = '.nhat/store';

/**
 * Opens the store of a workspace: the one that NHAT_STORE names, else `.nhat/store`. A store that is not a folder of this
 * machine gets `.nhat/store` as a local tier, and a failure of it does not stop the run. Throws a UserError for a location that
 * no kind of store accepts.
 */
export function openStore(
  root: string,
  environment: Record<string, string | undefined> = process.env,
  warn: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Store {
  const backend = verified(openBackend(environment['NHAT_STORE'] || OWN_FOLDER, root), warn);
  if (backend.folder !== undefined) return createStore(backend);
  const local = verified(folderBackend(resolve(root, OWN_FOLDER)), warn);
  return createStore(tiered(local, tolerant(backend, warn), warn));
}
