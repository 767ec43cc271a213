import type { Fate } from './simulated-task';

/** Draws numbers in [0, 1), the same ones for the same seed. */
export type Draw = () => number;

/** What goes wrong with a simulated Slurm. */
export interface SlurmFaults {
  /** Probabilities for each call: sbatch takes the job but its answer is lost, sbatch does nothing, squeue gives no answer. */
  answerLost: number;
  noSubmission: number;
  noQueue: number;
  /** The probability that squeue shows what it showed before, up to 25 seconds ago. */
  oldQueue?: number;
  /** Milliseconds that a program may take; it acts somewhere in between. Without it programs answer at once. */
  slowMs?: number;
  /** Whether the cluster keeps accounts. */
  hasAccounts?: boolean;
  /** What happens to a task with so much memory, asked when it starts. */
  fate(memoryMb: number): Fate;
}
