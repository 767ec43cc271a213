import { hostname } from 'node:os';
import { born } from '@nhat/artifacts';
import { openPacks } from '@nhat/packs';
import { openBackend } from './open-backend';
import { workspaceTrust } from './signing/trust';
import { createStore } from './store';
import type { Store } from './store';
import { OWN_FOLDER, teamStore } from './team-store';
import { verified } from './verified';

/**
 * Opens the store of a workspace: the one that NHAT_STORE names, else `.nhat/store`. A store that is not a folder of this
 * machine gets `.nhat/store` as a local tier, a failure of it does not stop the run, and its results count only with the
 * signature of a trusted writer. What no store has may be in a published pack; `warnOfPacks` gets what is wrong with packs. Throws a
 * UserError for a location that no kind of store accepts.
 */
export function openStore(
  root: string,
  environment: Record<string, string | undefined> = process.env,
  warn: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  warnOfPacks: (line: string) => void = warn,
): Store {
  const packs = openPacks(root, environment, warnOfPacks);
  const backend = openBackend(environment['NHAT_STORE'] || OWN_FOLDER, root, environment);
  if (backend.folder !== undefined) return createStore(verified(backend, warn), packs);
  const trust = workspaceTrust(root, environment);
  return createStore(teamStore(root, backend, trust, warn, { run: runOf(environment) }), packs);
}

/** Identifies the run of Nx that this process belongs to; undefined outside one. */
function runOf({ NX_INVOCATION_ROOT_PID: pid }: Record<string, string | undefined>) {
  return pid === undefined ? undefined : `${hostname()}-${pid}-${born(Number(pid))}`;
}
