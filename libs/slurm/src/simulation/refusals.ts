import type { ProgramEnd } from '../cluster-io';

export const UNREACHABLE: ProgramEnd = {
  status: 1,
  stdout: '',
  stderr: 'error: Unable to contact slurm controller (connect failure)',
};

export const NO_SCRIPT: ProgramEnd = {
  status: 1,
  stdout: '',
  stderr: 'sbatch: error: Unable to open file job.bash',
};

export const NO_ACCOUNTS: ProgramEnd = {
  status: 1,
  stdout: '',
  stderr: 'Slurm accounting storage is disabled',
};

/** What Slurm writes into the log of a task that it ends, with the reason JobLaunchFailure, because of its memory. */
export const OVER_MEMORY =
  'slurmstepd-n1: error: StepId=1.batch exceeded memory limit (147410944 > 125829120), being killed';
