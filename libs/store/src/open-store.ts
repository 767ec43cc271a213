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
 * The store of a workspace: that which NHAT_STORE names, else `.nhat/store`. One that is no folder of this machine has
 * `.nhat/store` in front of it, and is done without when it is down. Throws a UserError for a text that names no store.
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
