import { join } from 'node:path';
import { LOADER } from '@nhat/runner/entry';
import { runProcess, statusOf } from '@nhat/runner/run-process';
import { stopSignal } from './run-own-graph';

/** Runs `nx decide` for one pipeline in a process of its own, which has the terminal to itself; returns its exit status. */
export async function runDecide(
  root: string,
  name: string,
  words: readonly string[],
): Promise<number> {
  const { signal: stop, release } = stopSignal();
  const entry = join(root, LOADER);
  const environment = {
    NHAT_PIPELINE: JSON.stringify({ name }),
    NX_INVOCATION_ROOT_PID: String(process.pid),
  };
  try {
    const args = [entry, 'libs/commands/src/decide.ts', ...words];
    return statusOf(await runProcess(process.execPath, args, { root, environment, stop }));
  } finally {
    release();
  }
}
