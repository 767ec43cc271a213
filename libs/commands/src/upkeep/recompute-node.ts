import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { NO_PACKS } from '@nhat/packs';
import { runNode } from '@nhat/runner/run-node';
import { openStore } from '@nhat/store';
import type { Store } from '@nhat/store';
import { ANSWER, requestIn } from './recompute';
import type { Answer } from './recompute';

/**
 * Runs the node that NHAT_VERIFY_FOLDER describes in that folder, reading the files of the store and writing none, and leaves there what
 * came out.
 */
export async function main(): Promise<void> {
  const folder = process.env['NHAT_VERIFY_FOLDER']!;
  const { outputs, ran } = await runNode(requestIn(folder), {
    root: folder,
    store: readOnly(openStore(process.cwd())),
    progress: { step: () => undefined, note: () => undefined },
    onStop: () => undefined,
  });
  const answer: Answer = { outputs, ran };
  writeFileSync(join(folder, ANSWER), JSON.stringify(answer));
  process.exit(0); // Engines and worker pools may keep the process alive.
}

/** A store that gives files, has no results, and keeps nothing. */
const readOnly = ({ location, readBlob, openBlob }: Store): Store => ({
  ...{ location, readBlob, openBlob, packs: NO_PACKS },
  find: () => Promise.resolve(undefined),
  publish: (manifest) => Promise.resolve(manifest),
  claim: () => Promise.resolve({ isHeld: () => true, release: () => undefined }),
  writeBlob: (bytes) => Promise.resolve(sha256(bytes)),
  hasBlob: () => Promise.resolve(false),
  hasIntactBlob: () => Promise.resolve(false),
  probe: () => Promise.resolve(),
});
