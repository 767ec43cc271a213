import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nx starts each task in a process group of its own, so processes are found by their working folder, which `/proc` tells. */
export const canFindProcesses = (): boolean => existsSync('/proc/self/cwd');

/** The processes that work in a folder or below it, without this one. Empty where there is no `/proc`. */
export function processesIn(folder: string): number[] {
  if (!canFindProcesses()) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksIn(name, folder))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

function worksIn(pid: string, folder: string): boolean {
  try {
    const place = readlinkSync(`/proc/${pid}/cwd`);
    return place === folder || place.startsWith(`${folder}/`);
  } catch {
    return false; // It has ended, or belongs to another user.
  }
}

/** kill -9 of all processes that work in a folder. */
export function killAllIn(folder: string): void {
  processesIn(folder).forEach(killProcess);
}

/** kill -9; nothing where the process has ended. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Milliseconds that processes get to end after the run of Nx that started them, or after kill -9. */
const PATIENCE_MS = 30_000;

/** Waits until no process works in a folder any more, and ends those that stay. */
export async function endOfProcesses(folder: string): Promise<void> {
  await gone(folder);
  await endProcessesIn(folder);
}

/** Ends the processes that work in a folder, and waits until they are gone. */
export async function endProcessesIn(folder: string): Promise<void> {
  killAllIn(folder);
  await gone(folder, () => killAllIn(folder));
}

async function gone(folder: string, insist = () => {}): Promise<void> {
  const start = performance.now();
  while (processesIn(folder).length > 0 && performance.now() - start < PATIENCE_MS) {
    insist();
    await sleep(50);
  }
}
