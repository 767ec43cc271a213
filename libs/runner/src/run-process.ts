import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { LOADER } from './entry';
import type { Exit, LaunchContext } from './launcher';

/** Runs a program in the root of the workspace and waits for its end. Rejects when it cannot be started. */
export async function runProcess(
  program: string,
  args: readonly string[],
  { root, stdout = 1, stderr = 2, environment = {}, stop }: LaunchContext,
): Promise<Exit> {
  const { spawn } = await import('node:child_process'); // The module is rarely needed and slow to load.
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', stdout, stderr],
  });
  const end = () => void child.kill('SIGTERM');
  stop?.addEventListener('abort', end);
  if (stop?.aborted) end();
  try {
    const [status, signal] = (await once(child, 'exit')) as [Exit['status'], Exit['signal']];
    return { status, signal };
  } finally {
    stop?.removeEventListener('abort', end);
  }
}

/** Runs a TypeScript entry of the workspace in a process of its own. */
export const runEntry = (entry: string, context: LaunchContext): Promise<Exit> =>
  runProcess(process.execPath, [join(context.root, LOADER), entry], context);

/** The exit status as a shell reports it: 128 plus the number of the signal if a signal ended the process. */
export const statusOf = ({ status, signal }: Exit): number =>
  status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
