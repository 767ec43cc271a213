import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { NO_PACKS } from '@nhat/packs';
import { runNode } from '@nhat/runner/run-node';
import { openStore } from '@nhat/store';
import type { Store } from '@nhat/store';
import { ANSWER, knownIn, requestIn } from './recompute';
import type { Answer } from './recompute';

/**
 * Runs the node that NHAT_VERIFY_FOLDER describes in that folder, reading the files of the store, and leaves there what came out. The
 * store gets the files that the node had before, and no other.
 */
export async function main(): Promise<void> {
  const folder = process.env['NHAT_VERIFY_FOLDER']!;
  const { outputs, ran } = await runNode(requestIn(folder), {
    root: folder,
    store: withKnownFiles(openStore(process.cwd()), knownIn(folder)),
    progress: { step: () => undefined, note: () => undefined },
    onStop: () => undefined,
  });
  const answer: Answer = { outputs, ran };
  writeFileSync(join(folder, ANSWER), JSON.stringify(answer));
  process.exit(0); // Engines and worker pools may keep the process alive.
}

/** A store that gives files, has no results, and keeps the files with the digests in `known` alone. */
const withKnownFiles = (store: Store, known: ReadonlySet<string>): Store => ({
  ...{ location: store.location, readBlob: store.readBlob, openBlob: store.openBlob },
  packs: NO_PACKS,
  find: () => Promise.resolve(undefined),
  publish: (manifest) => Promise.resolve(manifest),
  claim: () => Promise.resolve({ isHeld: () => true, release: () => undefined }),
  writeBlob: (bytes) => {
    const digest = sha256(bytes);
    return known.has(digest) ? store.writeBlob(bytes) : Promise.resolve(digest);
  },
  hasBlob: () => Promise.resolve(false),
  hasIntactBlob: () => Promise.resolve(false),
  probe: () => Promise.resolve(),
});
