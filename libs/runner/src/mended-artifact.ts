import type { Manifest } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { DamagedArtifact, readArtifact, readBundle } from './artifact-folder';
import type { BundleFile } from './artifact-folder';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import { BUNDLE_ENTRY } from './entry';
import type { LaunchContext } from './launcher';
import { ownProcess } from './launchers/own-process';
import { runEntry, statusOf } from './run-process';

export interface MendingContext {
  root: string;
  /** Whether other nodes run in this process. If so, nothing is mended. */
  shared?: boolean;
  /** Whether standard output is reserved for data. If so, the output of node processes goes to standard error. */
  dataOnStdout?: boolean;
  /** Receives one line for each mended part. */
  note(line: string): void;
}

/**
 * Returns the manifest of a finished upstream node. If it is damaged or missing, the node runs again by its record, together
 * with the nodes that it depends on: it is restored from the store or computed. Nx itself would restore its damaged copy each
 * time. Throws a UserError when that fails, and NeedsOwnProcess in a shared process.
 */
export const mendedArtifact = (
  context: MendingContext,
  { node, record }: Pick<NodeRecord['upstream'][number], 'node' | 'record'>,
): Promise<Manifest> =>
  mended(context, node, readArtifact, async () => {
    return statusOf(await ownProcess.start(record, launchContext(context))) === 0;
  });

/** Returns the code of a stage, bundled again from the sources if it is damaged or missing. Throws as `mendedArtifact` does. */
export const mendedBundle = (
  context: MendingContext,
  bundle: NodeRecord['bundle'],
): Promise<BundleFile> =>
  mended(context, bundle.name, readBundle, async () => {
    const environment = { NHAT_BUNDLE: JSON.stringify(bundle) };
    return statusOf(await runEntry(BUNDLE_ENTRY, { ...launchContext(context), environment })) === 0;
  });

const launchContext = ({ root, dataOnStdout }: MendingContext): LaunchContext => ({
  root,
  ...(dataOnStdout && { stdout: 2 }),
});

async function mended<Whole>(
  { root, shared, note }: MendingContext,
  name: string,
  read: (root: string, name: string) => Whole,
  make: () => Promise<boolean>,
): Promise<Whole> {
  try {
    return read(root, name);
  } catch (error) {
    if (!(error instanceof DamagedArtifact)) throw error;
    if (shared) throw new NeedsOwnProcess();
    // Nx restores its damaged copy in each run, which only costs time.
    const reset = 'if every run prints this line, `npx nx reset` removes the copy that Nx keeps';
    note(`${error.message.split('. ')[0]}; making it again (${reset})`);
    if (await make()) return read(root, name);
    throw userError(`artifacts/${name}`, 'damaged, and could not be made again', {
      advice: 'See above.',
    });
  }
}
