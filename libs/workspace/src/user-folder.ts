import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of the workspace in which the user stands. npm keeps it in INIT_CWD, because npm and Nx run commands in the root. Where that
 * is no folder of this workspace, e.g. because a test or a script began in another one, it is the folder of this process, or else the root.
 */
export function userFolder(root: string, environment: Environment = process.env): string {
  const folders = [environment['INIT_CWD'], process.cwd()];
  const inside = folders.map((folder) => (folder ? within(root, folder) : undefined));
  return join(root, inside.find((folder) => folder !== undefined) ?? '');
}

/** The absolute path that a flag or a word of a command line names: relative ones start where the user stands. */
export const userPath = (root: string, path: string): string => resolve(userFolder(root), path);

/** A path as the user can type it after a command has ended. */
export const pathForUser = (root: string, path: string): string =>
  relative(userFolder(root), path) || '.';

/** The path of a folder from the root, also through links; undefined for a folder that is outside or gone. */
function within(root: string, folder: string): string | undefined {
  try {
    const path = relative(realpathSync(root), realpathSync(folder));
    return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path;
  } catch {
    return undefined;
  }
}
