import { jsonFlag, readFlags } from '@nhat/documents';
import { readClusterOptions, realIo } from '@nhat/slurm';
import { jobsText, namedJobs } from './named-jobs';
import type { NamedJob } from './named-jobs';

/** `nx jobs slurm [--json]`: the jobs of this workspace that wait or run on the cluster. Returns 1 when Slurm does not answer. */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx jobs slurm', args, jsonFlag);
  const root = process.cwd();
  const jobs = await namedJobs(root, realIo(root, process.env, readClusterOptions(root)));
  if (!Array.isArray(jobs)) {
    process.stderr.write(
      `slurm: squeue gave no answer (${jobs.silence}); the jobs, if there are any, go on. Ask again.\n`,
    );
    return 1;
  }
  process.stdout.write(json ? `${JSON.stringify(jobs, null, 2)}\n` : `${textOf(jobs)}\n`);
  return 0;
}

function textOf(jobs: readonly NamedJob[]): string {
  if (jobs.length === 0) return 'No job of this workspace waits or runs.';
  const rows = jobs.map(({ id, state, reason, host, nodes }) =>
    [id.padEnd(10), state.padEnd(10), (host || reason).padEnd(12), nodes.join(', ')].join('  '),
  );
  return [...rows, `${jobsText(jobs.length)}. To end them: npx nx cancel slurm`].join('\n');
}
