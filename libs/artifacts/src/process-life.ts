import { readFileSync } from 'node:fs';

/** Whether a process of this machine runs. A zombie process does not count as running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return fields(pid)[0] !== 'Z';
}

/** Start of a process in ticks since boot, which distinguishes a reused pid; empty where there is no /proc. */
export const born = (pid: number): string => fields(pid)[19] ?? '';

/** The fields of /proc/<pid>/stat from the third one, the state, on. */
function fields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
