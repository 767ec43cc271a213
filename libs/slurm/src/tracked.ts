import type { BatchPlace } from './batches';
import type { QueuedTask } from './queue';
import type { FailureKind } from './task-end';

/** A node that is to run on the cluster. */
export interface ClusterNode {
  /** Digest of the record of the node. */
  record: string;
  name: string;
  stage: string;
  /** Whether its result is in the store; that alone is success. */
  isDone(): Promise<boolean>;
  /** Takes the job for which the node waits, with Slurm's reason if there is an unusual one. */
  waits(job: string): void;
  /** Its job runs, and the process of the job reports from now on. */
  runs(): void;
  /** Takes a line for the user. */
  note(line: string): void;
  /** Takes new text of the log of the node. */
  log(text: string): void;
}

/** How a node ended: with status 0 if its result is in the store. */
export interface NodeEnd {
  status: number;
  /** What a person reads; empty for success. */
  message: string;
}

/** A node that the driver was asked for, and what is known of its task. */
export interface Tracked {
  node: ClusterNode;
  end: (end: NodeEnd) => void;
  reject: (error: unknown) => void;
  place?: BatchPlace;
  /** Whether sbatch gave no answer for it, and the queue has not shown it yet. */
  isUnclear?: boolean;
  /** `12_3`: the array and the index within it, once Slurm has said it. */
  job?: string;
  /** The task as it was last seen. */
  seen?: QueuedTask;
  /** Since when the task has been over, or gone from the queue, without a result. */
  overSince?: number;
  logRead: number;
  tries: Partial<Record<FailureKind, number>>;
  memoryFactor: number;
}
