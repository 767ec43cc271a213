import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes of a process group, without its first. */
export function processesOf(group: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number))
    .filter(([pid, of]) => of === group && pid !== group)
    .map(([pid]) => pid!);
}

/** Ends a process group at once; nothing where it has ended. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Milliseconds that processes get to end after the first of their group. */
const PATIENCE_MS = 30_000;

/** Waits until the processes of a group have ended, and then ends those that have not. */
export async function endOfGroup(group: number): Promise<void> {
  const start = performance.now();
  while (processesOf(group).length > 0 && performance.now() - start < PATIENCE_MS) await sleep(50);
  killGroup(group);
}

/**
 * Ends the processes that work in a folder, whatever group they are in, and waits until they are gone. Without `/proc` none are found.
 */
export async function endProcessesIn(folder: string): Promise<void> {
  const start = performance.now();
  for (let left = workingIn(folder); left.length > 0; left = workingIn(folder)) {
    for (const pid of left) end(pid);
    if (performance.now() - start > PATIENCE_MS) return;
    await sleep(50);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function workingIn(folder: string): number[] {
  return processNumbers().filter((pid) => {
    try {
      const place = readlinkSync(`/proc/${pid}/cwd`);
      return pid !== process.pid && (place === folder || place.startsWith(`${folder}/`));
    } catch {
      return false; // It has ended, or it is another user's.
    }
  });
}

function processNumbers(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
