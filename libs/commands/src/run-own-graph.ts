import { isRunning } from '@nhat/artifacts';
import { runProcess, statusOf } from '@nhat/runner/run-process';
import { nxCommand } from '@nhat/workspace/copied-workspace';
import { ownGraphEnvironment } from '@nhat/workspace/own-graph';

/** Milliseconds between looks at whether another process is still there. */
const LOOK = 300;

/**
 * Runs Nx with these arguments and the graph of one pipeline alone, to its end; returns its exit status. What asks this process
 * to end asks that Nx too, and so does the end of the process `outer` when it is given.
 */
export async function runOwnGraph(
  root: string,
  name: string,
  args: readonly string[],
  outer?: number,
): Promise<number> {
  const stop = new AbortController();
  // Not SIGHUP: under nohup it is ignored, and a handler would undo that.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort());
  }
  const isAlone = () => outer !== undefined && !isRunning(outer);
  const look = setInterval(() => isAlone() && stop.abort(), LOOK);
  try {
    const environment = ownGraphEnvironment(root, process.env, name);
    const place = { root, environment, stop: stop.signal };
    return statusOf(await runProcess(process.execPath, [nxCommand(root), ...args], place));
  } finally {
    clearInterval(look);
  }
}

/** Ends this Nx, as by SIGTERM, when the process is gone that started it by `runOwnGraph`, however that ended. */
export function endWithOuter(environment: Readonly<Record<string, string | undefined>>): void {
  const outer = Number(environment['NHAT_OUTER']);
  const look = () => process.ppid === outer || process.kill(process.pid, 'SIGTERM');
  setInterval(look, LOOK).unref();
}
