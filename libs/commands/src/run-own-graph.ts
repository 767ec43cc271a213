import { constants } from 'node:os';
import { isRunning } from '@nhat/artifacts';
import type { Exit } from '@nhat/runner/launcher';
import { runProcess, statusOf } from '@nhat/runner/run-process';
import { nxCommand } from '@nhat/workspace/copied-workspace';
import { freshEnvironment, ownGraphEnvironment } from '@nhat/workspace/own-graph';

/** Milliseconds between looks at whether another process is still there. */
const LOOK = 300;

/** The process of the Nx that started this one as a task: when it ends, so does what this one started. */
export const outerProcess = (): number =>
  Number(process.env['NX_INVOCATION_ROOT_PID'] ?? process.ppid);

/**
 * Aborted, with the name of the signal as its reason, when this process is asked to end, and at the end of the process `outer` when it is given; until `release` is called,
 * such a request alone does not end this process.
 */
export function stopSignal(outer?: number): { signal: AbortSignal; release: () => void } {
  const stop = new AbortController();
  const abort = (signal: NodeJS.Signals) => stop.abort(signal);
  // Not SIGHUP: under nohup it is ignored, and a handler would undo that.
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, abort);
  const isAlone = () => outer !== undefined && !isRunning(outer);
  const look = setInterval(() => isAlone() && abort('SIGTERM'), LOOK);
  const release = () => {
    clearInterval(look);
    for (const signal of signals) process.off(signal, abort);
  };
  return { signal: stop.signal, release };
}

/**
 * The exit status of a command whose work is done by another process, which ended so: after a request to end, the one that a
 * shell reports for that signal. The other process may get another signal first: Ctrl-C goes to both, and this one sends SIGTERM.
 */
export function statusAfter(exit: Exit, stop: AbortSignal): number {
  const status = statusOf(exit);
  return stop.aborted && status !== 0
    ? 128 + constants.signals[stop.reason as NodeJS.Signals]
    : status;
}

/** Runs Nx with these arguments and the graph of one pipeline alone, to its end; without a name with the graph of all. */
export const startOwnGraph = (
  root: string,
  name: string | undefined,
  args: readonly string[],
  { stop, stdout = 1 }: { stop: AbortSignal; stdout?: number },
): Promise<Exit> => {
  const environment =
    name === undefined
      ? freshEnvironment(process.env)
      : ownGraphEnvironment(root, process.env, name);
  return runProcess(process.execPath, [nxCommand(root), ...args], {
    ...{ root, environment, stop, stdout },
  });
};

/**
 * Runs Nx with these arguments and the graph of one pipeline alone, or without a name that of all, to its end; returns its exit status. What asks this process
 * to end asks that Nx too, and so does the end of the process `outer` when it is given.
 */
export async function runOwnGraph(
  root: string,
  name: string | undefined,
  args: readonly string[],
  outer?: number,
): Promise<number> {
  const { signal, release } = stopSignal(outer);
  try {
    return statusAfter(await startOwnGraph(root, name, args, { stop: signal }), signal);
  } finally {
    release();
  }
}

/** Ends this Nx, as by SIGTERM, when the process is gone that started it by `runOwnGraph`, however that ended. */
export function endWithOuter(environment: Readonly<Record<string, string | undefined>>): void {
  const outer = Number(environment['NHAT_OUTER']);
  const look = () => process.ppid === outer || process.kill(process.pid, 'SIGTERM');
  setInterval(look, LOOK).unref();
}
