import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The files below folders of a workspace, as paths from its root, sorted; folders that are not there have none. */
export function filesBelow(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => {
      try {
        return readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
      } catch {
        return [];
      }
    })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
