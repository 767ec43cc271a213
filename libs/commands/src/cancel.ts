import { readFlags } from '@nhat/documents';
import { cancelJobs, jobName, readClusterOptions, realIo, workspaceJobs } from '@nhat/slurm';
import { jobsText } from './named-jobs';

/**
 * `nx cancel slurm`: ends all jobs of this workspace on the cluster. What they have finished stays, and a training goes on from its last
 * checkpoint when it is asked for again. Returns 1 when jobs are left.
 */
export async function main(args: string[]): Promise<number> {
  readFlags('nx cancel slurm', args, {});
  const root = process.cwd();
  const io = realIo(root, process.env, readClusterOptions(root));
  const jobs = await workspaceJobs(io, jobName(root));
  if (Array.isArray(jobs) && jobs.length === 0) {
    process.stdout.write('No job of this workspace waits or runs.\n');
    return 0;
  }
  const fault = await cancelJobs(io, jobName(root));
  if (fault !== undefined) {
    process.stderr.write(`slurm: jobs could not be ended (${fault}). Run the command again.\n`);
    return 1;
  }
  const ended = Array.isArray(jobs) ? jobsText(jobs.length) : 'The jobs';
  process.stdout.write(
    `${ended} ended. Trainings go on from their last checkpoints when they are asked for again.\n`,
  );
  return 0;
}
