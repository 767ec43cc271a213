import { join } from 'node:path';
import { LOADER } from '@nhat/runner/entry';
import { runProcess } from '@nhat/runner/run-process';
import { statusAfter, stopSignal } from './run-own-graph';

/** `node tools/load.cjs <entry> [word …]`, behind a condition or not. */
const LOAD = /(?:^|\|\| )node tools\/load\.cjs (\S+)((?: \S+)*)$/;

/**
 * Runs the command of a target in a process that has the standard streams to itself, with these words after those of the command;
 * returns its exit status. Undefined for a command that is no TypeScript entry of the workspace.
 */
export async function runAlone(
  root: string,
  command: string,
  words: readonly string[],
  environment: Record<string, string>,
): Promise<number | undefined> {
  const [, entry, own = ''] = LOAD.exec(command) ?? [];
  if (entry === undefined) return undefined;
  const { signal: stop, release } = stopSignal();
  const args = [join(root, LOADER), entry, ...own.split(' ').filter((word) => word), ...words];
  try {
    const inner = { NX_INVOCATION_ROOT_PID: String(process.pid), ...environment };
    const place = { root, environment: inner, stop };
    return statusAfter(await runProcess(process.execPath, args, place), stop);
  } finally {
    release();
  }
}
