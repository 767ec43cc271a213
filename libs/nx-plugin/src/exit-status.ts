import type { PostTasksExecutionContext } from '@nx/devkit';

/** What a process that a signal ended leaves as its status: 128 and the number of SIGHUP, SIGINT, SIGQUIT or SIGTERM. */
const STOPPED = [129, 130, 131, 143];

let tasks: 'none' | 'running' | 'failed' | 'ended' = 'none';

/**
 * From here on this process, a run of Nx, cannot end with 0 before its tasks have ended. Nx does so when a process cannot be
 * started, because nothing is left then that it could wait for.
 */
export function tasksBegin(): void {
  if (tasks === 'none') process.on('exit', settleStatus);
  tasks = 'running';
}

/**
 * Remembers whether tasks failed. Nx ends with 130, as after Ctrl-C, when a task has no result, and behind a task that
 * failed there are always such tasks.
 */
export function tasksEnd({ taskResults }: Pick<PostTasksExecutionContext, 'taskResults'>): void {
  const results = Object.values(taskResults);
  const isStopped = results.some(
    ({ status, code }) => (status as string) === 'stopped' || STOPPED.includes(code ?? 0),
  );
  const hasFailed = results.some(({ status }) => status === 'failure');
  tasks = hasFailed && !isStopped ? 'failed' : 'ended';
}

function settleStatus(status: number): void {
  if (tasks === 'running' && status === 0) {
    process.stderr.write('nhat: Nx ended before its tasks did; the reason is above.\n');
    process.exitCode = 1;
  }
  if (tasks === 'failed') process.exitCode = 1;
}
