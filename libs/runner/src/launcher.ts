/** A way to start nodes: in which process, by which worker, on which machine. */
export interface Launcher {
  /** The value of NHAT_EXECUTOR that selects this launcher. */
  name: string;
  /**
   * Runs the node whose record has this digest, and resolves when the node has ended. The exit is a success only if the result
   * is in `artifacts/`. Rejects when the node cannot be started.
   */
  start(record: string, context: LaunchContext): Promise<Exit>;
}

export interface LaunchContext {
  /** Folder of the workspace. */
  root: string;
  /** File descriptor for the output of the node; 1 when absent. */
  stdout?: number;
  /** File descriptor for the warnings and errors of the node; 2 when absent. */
  stderr?: number;
  /** Variables in addition to those of this process; undefined unsets a variable. */
  environment?: Record<string, string | undefined>;
  /** When it is aborted, the node is asked to stop, as by SIGTERM. */
  stop?: AbortSignal;
}

/** How a node ended: with a status, or by a signal. */
export interface Exit {
  status: number | null;
  signal: NodeJS.Signals | null;
}
