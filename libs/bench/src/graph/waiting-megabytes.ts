import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeMegabytes } from './process-tree';

/** What a run takes while all its nodes wait. */
export interface Waiting {
  nodes: number;
  /** Peak MB of the run and its children; pages that processes share count once. */
  megabytes: number;
}

interface Goal {
  jobs(): number;
  parallel: number;
}

/** After so many seconds without a further job no more will come. */
const QUIET_SECONDS = 20;
/** Seconds for which the run is watched when all nodes wait. */
const WATCHED_SECONDS = 5;

/** Starts a run, watches its memory until `parallel` nodes wait or no more do, and ends it. */
export async function waitingMegabytes(
  command: string,
  args: readonly string[],
  place: { cwd: string; env: NodeJS.ProcessEnv },
  { jobs, parallel }: Goal,
): Promise<Waiting> {
  const child = spawn(command, args, { ...place, detached: true, stdio: 'ignore' });
  const ended = once(child, 'close');
  let [megabytes, before, quiet] = [0, 0, 0];
  const watch = async () => {
    await sleep(1000);
    megabytes = Math.max(megabytes, treeMegabytes(child.pid!, 'proportional'));
  };
  while (jobs() < parallel && quiet < QUIET_SECONDS && child.exitCode === null) {
    await watch();
    const now = jobs();
    quiet = now === before && now > 0 ? quiet + 1 : 0;
    before = now;
  }
  for (let second = 0; second < WATCHED_SECONDS; second++) await watch();
  process.kill(-child.pid!, 'SIGINT');
  await ended;
  return { nodes: jobs(), megabytes: Math.round(megabytes) };
}
