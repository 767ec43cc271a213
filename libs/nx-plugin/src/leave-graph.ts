import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lets other commands of Nx make the graph while this process goes on, which makes none. Nx holds a lock on a file from before it asks the
 * plug-in until it has the graph; without the file, others lock a new one. For a process that ends without a graph only.
 */
export function leaveGraph(root: string): void {
  const { workspaceDataDirectoryForWorkspace } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Nx has loaded it already.
    require('nx/src/utils/cache-directory') as {
      workspaceDataDirectoryForWorkspace(root: string): string;
    };
  try {
    rmSync(join(workspaceDataDirectoryForWorkspace(root), 'project-graph.lock'), { force: true });
  } catch {
    // Where it cannot be removed, others wait.
  }
}
