import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Runs a TypeScript entry of this workspace in a process of its own, which prints where this one does, or with `dataOnStdout`
 * to standard error alone. Returns its exit status; null when a signal ended it.
 */
export async function runCommand(
  root: string,
  entry: string,
  environment: Record<string, string>,
  { dataOnStdout = false } = {},
): Promise<number | null> {
  const { spawn } = await import('node:child_process'); // Rarely needed, and slow to load.
  const child = spawn(process.execPath, [join(root, 'tools/load.cjs'), entry], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', dataOnStdout ? 2 : 'inherit', 'inherit'],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status;
}

/** Runs a node by the record with this digest: it comes from the store, or is computed. */
export const runRecord = (
  root: string,
  record: string,
  output: { dataOnStdout?: boolean } = {},
): Promise<number | null> =>
  runCommand(root, 'libs/runner/src/main.ts', { NHAT_NODE: record }, output);
