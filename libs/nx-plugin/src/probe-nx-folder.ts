import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault, makeFolder } from '@nhat/artifacts';

/** Nx writes its graph, its database and what it knows of files there: about so much in a small workspace. */
const PROBE = Buffer.alloc(2 ** 20, 1);

/**
 * Writes a file into the folder of Nx's data and removes it, because Nx prints a stack and goes on without its graph; and asks whether
 * `artifacts` may be written, because Nx would fail there without its name. Throws a UserError.
 */
export function probeNxFolder(root: string): void {
  const { workspaceDataDirectoryForWorkspace } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Nx has loaded it already.
    require('nx/src/utils/cache-directory') as {
      workspaceDataDirectoryForWorkspace(root: string): string;
    };
  probe(workspaceDataDirectoryForWorkspace(root));
  ask(join(root, 'artifacts'));
}

function ask(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFault(folder, error);
  }
}

function probe(folder: string): void {
  const file = join(folder, `probe-${process.pid}.part`);
  try {
    makeFolder(folder);
    writeFileSync(file, PROBE);
  } catch (error) {
    throw fileFault(folder, error);
  } finally {
    remove(file);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed, nothing could be written.
  }
}
