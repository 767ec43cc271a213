import { join } from 'node:path';
import { isRunning, lockHolder } from '@nhat/artifacts';
import { isAlive, readRunStates } from '@nhat/live';
import { hostLabel } from '@nhat/runner/host-label';
import { hostname } from 'node:os';
import { filesIn, namesIn } from './kept-files';
import { SCRATCH } from './scratch-folder';

const isLock = (name: string): boolean => name.endsWith('.lock');

/**
 * What runs in the workspace at `root` now, a text each: runs of Nx, nodes whose claims are held, also by jobs and by other clones that
 * use its store, and nodes that `nx verify` runs again.
 */
export function runningNow(root: string, storeFolder: string): string[] {
  const here = { host: hostLabel(process.env), now: Date.now() };
  const runs = readRunStates(root)
    .filter((run) => run.ended === undefined && run.pid !== process.ppid && isAlive(run, here))
    .map(({ command, since }) => `${command} since ${since}`);
  const workers = namesIn(join(root, '.nhat', 'workers')).flatMap((name) => {
    const [, pid] = name.split(`${hostname()}-`);
    return pid !== undefined && isRunning(parseInt(pid))
      ? [`a run of Nx, process ${parseInt(pid)}`]
      : [];
  });
  const claims = [join(root, '.nhat', 'work'), join(storeFolder, 'claims')].flatMap((folder) =>
    namesIn(folder)
      .filter(isLock)
      .flatMap((name) => {
        const holder = lockHolder(join(folder, name));
        return holder === undefined ? [] : [`node ${name.slice(0, 12)}…, by ${holder}`];
      }),
  );
  const verifications = filesIn(join(root, SCRATCH), isLock).flatMap(({ path }) => {
    const holder = lockHolder(path);
    return holder === undefined ? [] : [`nx verify, by ${holder}`];
  });
  return [...new Set([...runs, ...(runs.length > 0 ? [] : workers), ...claims, ...verifications])];
}
