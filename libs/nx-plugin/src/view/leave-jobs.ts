import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LOADER } from '@nhat/runner/entry';
import { slurm } from '@nhat/runner/launchers/slurm';
import { endWorker } from '@nhat/runner/worker-address';

const ENTRY = 'libs/commands/src/leave-jobs.ts';

/**
 * After Ctrl-C at a terminal, when the tasks of this run have been stopped: says how many of its jobs on the cluster go on, and waits a
 * few seconds for a second Ctrl-C, which cancels them. Elsewhere it does nothing.
 */
export async function leaveJobs(root: string, nodes: readonly string[]): Promise<void> {
  if (process.env['NHAT_EXECUTOR'] !== slurm.name || !process.stderr.isTTY) return;
  endWorker(root, Number(process.env['NX_INVOCATION_ROOT_PID'] ?? process.pid));
  // The second Ctrl-C is heard by a process of its own, because npm repeats the first one to this process.
  const passOver = () => undefined;
  process.on('SIGINT', passOver);
  const ends = await leave(root, nodes);
  // Ctrl-C ended it before it could listen.
  if (ends === 'SIGINT') await leave(root, nodes, '--now');
  process.off('SIGINT', passOver);
}

/** The signal that ended the process, if one did. */
async function leave(
  root: string,
  nodes: readonly string[],
  ...words: string[]
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [join(root, LOADER), ENTRY, ...words], {
    cwd: root,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(nodes));
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}
