import { readFileSync } from 'node:fs';

/** Whether a process of this machine runs. One that has ended and whose parent has not taken notice does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return fields(pid)[0] !== 'Z';
}

/** When a process started, in ticks since the system did, which tells a reused pid; empty where there is no /proc. */
export const born = (pid: number): string => fields(pid)[19] ?? '';

/** What /proc/<pid>/stat says from its third field, the state, on. */
function fields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
