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
