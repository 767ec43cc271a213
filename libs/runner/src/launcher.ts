/** How nodes are started: in which process, by which worker, on which machine. */
export interface Launcher {
  /** NHAT_EXECUTOR holds it. */
  name: string;
  /**
   * Runs the node whose record has this digest and resolves when it has ended: with success only when its result is in
   * `artifacts/`. Rejects when it cannot be started.
   */
  start(record: string, place: LaunchPlace): Promise<Exit>;
}

export interface LaunchPlace {
  /** Of the workspace. */
  root: string;
  /** File descriptor for what the node prints; 1 when absent. */
  stdout?: number;
  /** File descriptor for its warnings and errors; 2 when absent. */
  stderr?: number;
  /** Variables beside those of this process; undefined unsets one. */
  environment?: Record<string, string | undefined>;
  /** When it is aborted the node is asked to end, as by SIGTERM. */
  stop?: AbortSignal;
}

/** How a node ended: with a status, or by a signal. */
export interface Exit {
  status: number | null;
  signal: NodeJS.Signals | null;
}
