import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, withLock } from '@nhat/artifacts';
import { untilCleaned } from '@nhat/runner/cleaning-lock';

/** Where `nx verify` runs nodes again: a folder for each, and a lock beside it while it runs. From the root of the workspace. */
export const SCRATCH = join('.nhat', 'verify');

/**
 * Runs `act` with a new empty folder, which is removed afterwards. Meanwhile `nx gc` refuses to delete, as while a node runs; `note` gets a
 * line when this waits for one that deletes. Throws a UserError where the folder cannot be made.
 */
export async function inScratchFolder<Result>(
  root: string,
  act: (folder: string) => Promise<Result>,
  note: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<Result> {
  const folder = join(root, SCRATCH, randomBytes(6).toString('hex'));
  makeFolder(dirname(folder));
  return withLock(`${folder}.lock`, async () => {
    await untilCleaned(root, (holder) => note(`waiting for ${holder}, which cleans up`));
    try {
      mkdirSync(folder);
      return await act(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
