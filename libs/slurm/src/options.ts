/** What one task of the cluster gets. */
export interface Resources {
  cores: number;
  memoryMb: number;
  /** The time limit. A training that reaches it writes a checkpoint and is queued again. */
  minutes: number;
  gpus: number;
}

/** What `nhat-cluster.json` says; every part may be missing. */
export interface ClusterOptions {
  partition?: string;
  account?: string;
  qos?: string;
  /** The folder of Slurm's programs; without it those on the path. */
  programs?: string;
  /** Further options of sbatch, e.g. `["--constraint=avx512"]`. */
  flags?: string[];
  /** Lines of shell before each node, e.g. `module load nodejs`. */
  prepare?: string[];
  /** The most tasks that wait or run at once. */
  tasks?: number;
  /** Nodes that are expected to take less share a task, up to so many minutes. */
  minutesPerTask?: number;
  /** By stage; `default` for all others. */
  resources?: Record<string, Partial<Resources>>;
}
