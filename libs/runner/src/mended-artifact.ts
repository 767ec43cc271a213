import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { DamagedArtifact, readArtifact, readBundle } from './artifact-folder';
import type { BundleFile } from './artifact-folder';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { BUNDLE_ENTRY } from './entry';
import type { LaunchPlace } from './launcher';
import { ownProcess } from './launchers/own-process';
import { runEntry, statusOf } from './run-process';

export interface MendingPlace {
  root: string;
  /** Whether other nodes run in this process, which then mends nothing. */
  shared?: boolean;
  /** Whether standard output is for data alone: what the process of a node prints goes to standard error. */
  dataOnStdout?: boolean;
  /** Gets one line for each thing that is mended. */
  note(line: string): void;
}

/**
 * The record of a finished upstream node. When it is damaged or missing its node is run again, by its record of the plan:
 * it comes from the store, or is computed, and so does what it rests on. Nx would restore its own damaged copy for ever.
 * Throws a UserError when that fails, and NeedsOwnProcess in a shared process.
 */
export const mendedArtifact = (
  place: MendingPlace,
  { node, record }: Pick<NodeRecord['upstream'][number], 'node' | 'record'>,
): Promise<Manifest> =>
  mended(place, node, readArtifact, async () => {
    return statusOf(await ownProcess.start(record, launchPlace(place))) === 0;
  });

/** The code of a stage, bundled again from the sources when it is damaged or missing. Throws as `mendedArtifact` does. */
export const mendedBundle = (
  place: MendingPlace,
  bundle: NodeRecord['bundle'],
): Promise<BundleFile> =>
  mended(place, bundle.name, readBundle, async () => {
    const environment = { NHAT_BUNDLE: JSON.stringify(bundle) };
    return statusOf(await runEntry(BUNDLE_ENTRY, { ...launchPlace(place), environment })) === 0;
  });

const launchPlace = ({ root, dataOnStdout }: MendingPlace): LaunchPlace => ({
  root,
  ...(dataOnStdout && { stdout: 2 }),
});

async function mended<Whole>(
  { root, shared, note }: MendingPlace,
  name: string,
  read: (root: string, name: string) => Whole,
  make: () => Promise<boolean>,
): Promise<Whole> {
  try {
    return read(root, name);
  } catch (error) {
    if (!(error instanceof DamagedArtifact)) throw error;
    if (shared) throw new NeedsOwnProcess();
    // Nx restores its damaged copy each time, which costs time only.
    const reset = 'if each run says so, `npx nx reset` removes the copy that Nx keeps';
    note(`${error.message.split('. ')[0]}; making it again (${reset})`);
    if (await make()) return read(root, name);
    throw userError(`artifacts/${name}`, 'damaged, and could not be made again', {
      advice: 'See above.',
    });
  }
}
