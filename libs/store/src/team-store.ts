import { resolve } from 'node:path';
import { systemPlatform } from '@nhat/artifacts';
import type { Platform } from '@nhat/artifacts';
import { folderBackend } from './folder-backend';
import { signed } from './signing/signed';
import type { Trust } from './signing/trust';
import { sharedSilence } from './silence';
import type { StoreBackend } from './store-backend';
import { tiered } from './tiered';
import { tolerant } from './tolerant';
import { unsentResults } from './unsent-results';
import { verified } from './verified';
import type { VerifiedBackend } from './verified';

/** The store of a workspace of its own, from the root. */
export const OWN_FOLDER = '.nhat/store';

/**
 * The store of the workspace at `root` in front of one that a team shares: the own folder answers first and keeps copies; the
 * shared one is done without when it is down, and gives only results that a trusted writer has signed. Results that it does not
 * take are noted as unsent. The processes of a `run` do not each wait for a server that hangs.
 */
export function teamStore(
  root: string,
  backend: StoreBackend,
  trust: Trust,
  warn: (line: string) => void,
  { run, platform = systemPlatform }: { run?: string | undefined; platform?: Platform } = {},
): VerifiedBackend {
  const local = verified(folderBackend(resolve(root, OWN_FOLDER), platform), warn);
  const team = verified(signed(backend, trust, warn), warn);
  const { longestMs } = backend;
  const patience = {
    ...(longestMs !== undefined && { longestMs }),
    onLost: unsentResults(root, platform.files).add,
    silence: sharedSilence(root, run, platform),
    platform,
  };
  return tiered(local, tolerant(team, warn, patience), warn);
}
